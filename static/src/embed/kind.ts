/** A kind of asset in words. names has those that are not what their code says. */
export function kindWords(kind: string, names: Record<string, string>): string {
  return names[kind] ?? sentence(kind)
}

/** A code as words: "Community centre". */
export function sentence(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ')
}
