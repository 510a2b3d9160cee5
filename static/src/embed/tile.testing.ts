import type { Props } from './tile.ts'

/** A layer to be written, for tests. */
export interface Drawn { name: string; extent: number; features: { type: number; parts: number[][][]; props: Props }[] }

/** Writes a vector tile, as plainly as can be. */
export function encodeTile(layers: Drawn[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(layers.flatMap(l => message(3, layerOf(l))))
}

function layerOf({ name, extent, features }: Drawn): number[] {
  const keys = [...new Set(features.flatMap(f => Object.keys(f.props)))]
  const values = [...new Set(features.flatMap(f => Object.values(f.props)))]
  const written = features.map(f => message(2, [
    ...message(2, Object.entries(f.props).flatMap(([k, v]) => [...varint(keys.indexOf(k)), ...varint(values.indexOf(v))])), ...varint(3 << 3), ...varint(f.type), ...message(4, geometry(f.parts)),
  ]))
  return [...message(1, text(name)), ...written.flat(), ...keys.flatMap(k => message(3, text(k))), ...values.flatMap(v => message(4, valueOf(v))), ...varint(5 << 3), ...varint(extent)]
}

function geometry(parts: number[][][]): number[] {
  let [x, y] = [0, 0]
  const point = ([px, py]: number[]) => {
    const d = [px! - x, py! - y]
    ;[x, y] = [px!, py!]
    return d.flatMap(n => varint(n < 0 ? -2 * n - 1 : 2 * n))
  }
  return parts.flatMap(([first, ...rest]) => [...varint(1 | 1 << 3), ...point(first!), ...(rest.length ? [...varint(2 | rest.length << 3), ...rest.flatMap(point)] : [])])
}

function valueOf(v: unknown): number[] {
  if (typeof v === 'string') return message(1, text(v))
  if (typeof v === 'boolean') return [7 << 3, Number(v)]
  if (Number.isInteger(v)) return (v as number) < 0 ? [6 << 3, ...varint(-2 * (v as number) - 1)] : [5 << 3, ...varint(v as number)]
  return [3 << 3 | 1, ...new Uint8Array(Float64Array.of(v as number).buffer)]
}

const text = (s: string) => [...new TextEncoder().encode(s)]
const message = (field: number, bytes: number[]) => [field << 3 | 2, ...varint(bytes.length), ...bytes]

function varint(n: number): number[] {
  return n < 128 ? [n] : [n % 128 | 128, ...varint(Math.floor(n / 128))]
}
