/** A kind of asset in words. names has those that are not what their code says. */
export function kindWords(kind: string, names: Record<string, string>): string {
  return names[kind] ?? sentence(kind)
}

/** How far plan areas are, by the status that tiles have. */
export const STAGES: Record<string, string> = { applied: 'Applied for', designated: 'Designated', made: 'Plan made' }

/** A code as words: "Community centre". */
export function sentence(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ')
}
