export declare const entries: Readonly<Record<string, string>>
export declare function weigh(
  contents: string,
): Promise<{ readonly min: number; readonly brotli: number; readonly onDemand: number; readonly inputs: readonly string[]; readonly text: string }>
export declare function kib(bytes: number): string
