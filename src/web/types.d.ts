/** What the bundler, not TypeScript, resolves. */
declare module '*.css'
declare module '*.svg' {
  const address: string
  export default address
}
