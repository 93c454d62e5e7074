import { holderName, kindName, type Holder } from './holders.ts'

/** Who holds it, in a table: the name, and under it what kind of place that is. */
export function HolderCell({ holder }: { holder: Holder }) {
  return (
    <>
      {holderName(holder)}
      <small class="under">{kindName(holder.kind)}</small>
    </>
  )
}
