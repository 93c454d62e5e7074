import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { SignIn } from './sign-in.tsx'

export const pages: Pages = { [paths.signIn()]: SignIn }
