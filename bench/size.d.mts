export declare const entries: Readonly<Record<string, string>>
export declare function weigh(contents: string): Promise<{
  readonly min: number
  readonly brotli: number
  readonly gzip: number
  readonly onDemand: number
  readonly inputs: readonly string[]
  readonly text: string
}>
export declare function kib(bytes: number): string
type Compressed = { readonly gzip: number; readonly brotli: number }
export declare function verifiers(): Promise<readonly { readonly name: string; readonly first: Compressed; readonly inAll: Compressed }[]>
