import type { z } from 'zod'

/** What the service answers, or is sent, by the schema of its contract: `Out<typeof Place>`, `In<typeof Place>`. */
export type Out<S extends z.ZodType> = z.output<S>
export type In<S extends z.ZodType> = z.input<S>
