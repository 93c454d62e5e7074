/**
 * What the injector inside `@peculiar/x509` asks of `Reflect` before it loads: marks on classes, kept beside them. The
 * proposal it comes from never became part of the language; these three calls are all that is used.
 */
type Marks = Map<unknown, unknown>
const marks = new WeakMap<object, Marks>()

const readOwn = (key: unknown, target: object): unknown => marks.get(target)?.get(key)

/** Of the class, or of the nearest one that it extends. */
function read(key: unknown, target: object | null): unknown {
  if (target === null) return undefined
  return marks.get(target)?.has(key) === true
    ? readOwn(key, target)
    : read(key, Object.getPrototypeOf(target) as object | null)
}

function write(key: unknown, value: unknown, target: object): void {
  const own = marks.get(target) ?? new Map<unknown, unknown>()
  marks.set(target, own.set(key, value))
}

if (!('getMetadata' in Reflect))
  Object.assign(Reflect, { getMetadata: read, getOwnMetadata: readOwn, defineMetadata: write })
