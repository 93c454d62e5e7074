/** The package's own types describe its CommonJS build; what is imported here is the module. */
declare module 'highs' {
  export type Highs = {
    solve: (program: string, options?: Record<string, string>) => { Status: string; ObjectiveValue: number }
  }
  export default function loadHighs(): Promise<Highs>
}
