import type { Position } from '../geo/position.ts'

/** A failure told by the server as a problem document (RFC 9457), or the network's. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly remedy: string | undefined,
    readonly where: Position | undefined,
    /** the HTTP status; 0 where no answer came */
    readonly status = 0,
    /** the whole document */
    readonly said: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}

/** Fetches JSON of this server; what is no answer becomes a Problem. */
export async function fetchJSON<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await reach(url, { ...init, headers: { Accept: 'application/json, application/geo+json', ...init.headers } })
  return (await response.json()) as T
}

/** Fetches from this server; what is no answer becomes a Problem. */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { credentials: 'omit', ...init })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem('The server cannot be reached.', 'unreachable', 'Check the connection and try again.', undefined)
  }
  if (response.ok) return response
  const said = (await response.json().catch(() => ({}))) as { detail?: string; title?: string; code?: string; remedy?: string; where?: number[] }
  const where = said.where?.length === 2 ? (said.where as Position) : undefined
  throw new Problem(said.detail ?? said.title ?? 'The server did not answer.', said.code ?? 'unknown', said.remedy, where, response.status, said)
}
