import { useSignal, type Signal } from '@preact/signals'
import { Button } from '../shared/ui/button.tsx'
import { FileDrop } from '../shared/ui/file-drop.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { photoAddress, shrinkPhoto } from './photo.ts'
import { t } from './words.ts'

/** A picture of the paper, taken with the phone or chosen from it; seen before it goes. */
export function PhotoField({ photo }: { photo: Signal<string | null> }) {
  const unreadable = useSignal(false)
  const take = async (file: File) => {
    const small = await shrinkPhoto(file)
    unreadable.value = small === null
    if (small !== null) photo.value = small
  }
  return (
    <div class="photo-field">
      {unreadable.value && <Notice tone="bad" title={t('photo.unreadable')} />}
      {photo.value === null ? (
        <FileDrop
          label={t('photo')}
          hint={t('photo.hint')}
          accept="image/*"
          file={null}
          onFile={(file) => void take(file)}
        />
      ) : (
        <>
          <img class="correction-photo" src={photoAddress(photo.value)} alt={t('photo')} />
          <Button
            onClick={() => {
              photo.value = null
            }}
          >
            {t('photo.remove')}
          </Button>
        </>
      )}
    </div>
  )
}
