/** The import map of a package and of everything that it depends on, and the folders behind it. */
export declare function importMap(
  name: string,
  from?: string,
): { readonly map: { readonly imports: Readonly<Record<string, string>> }; readonly folders: Readonly<Record<string, string>> }
