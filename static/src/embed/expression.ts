import { LINE, POINT, type Feature, type Value } from './tile.ts'

/** What an expression of the style gives: values, and lists of them. */
export type Result = Value | undefined | Result[]

/** An expression that was read once: it gives a value at a zoom for a feature. */
export type Expression = (zoom: number, feature: Feature) => Result

/** A style that says something this painter does not know. */
export class StyleError extends Error {}

/** Reads an expression of the style language, in the part of it that embeds are written in (tiles/style/language.go). */
export function compile(e: unknown): Expression {
  if (!Array.isArray(e)) return () => e as Result
  const [name, ...operands] = e as [string, ...unknown[]]
  const make = MAKERS[name]
  if (make) return make(...operands)
  const plain = PLAIN[name]
  if (plain) {
    const of = operands.map(compile)
    return (z, f) => plain(...of.map(o => o(z, f)))
  }
  if (e.some(v => Array.isArray(v) && typeof v[0] === 'string')) throw new StyleError(`the style has an unknown expression ${name}`)
  return () => e as Result // a bare list: a font, a dash, an offset
}

const written = (v: Result) => (v === null || v === undefined ? '' : String(v))

/** Operators that are a function of the values of their operands. */
const PLAIN: Record<string, (...values: Result[]) => Result> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => typeof a === typeof b && (a as number) >= (b as number), // values of one type only, as the specification has it
  '!': a => a !== true,
  all: (...list) => list.every(v => v === true),
  in: (needle, list) => (list as Result[]).includes(needle),
  '-': (a, b) => (b === undefined ? -Number(a) : Number(a) - Number(b)),
  concat: (...list) => list.map(written).join(''),
  'to-string': written,
}

/** The others: they take names, lists and pairs, or work out only the operand that counts. */
const MAKERS: Record<string, (...operands: unknown[]) => Expression> = {
  literal: value => () => value as Result,
  get: name => (_, f) => f.props[name as string] ?? null,
  has: name => (_, f) => f.props[name as string] !== undefined,
  zoom: () => z => z,
  'geometry-type': () => (_, f) => (f.type === POINT ? 'Point' : f.type === LINE ? 'LineString' : 'Polygon'),
  case: (...operands) => {
    const parts = operands.map(compile)
    return (z, f) => {
      let i = 0
      while (i + 1 < parts.length && parts[i]!(z, f) !== true) i += 2
      return parts[Math.min(i + 1, parts.length - 1)]!(z, f)
    }
  },
  match: (input, ...pairs) => {
    const [of, other] = [compile(input), compile(pairs.pop())]
    const found = new Map<unknown, Expression>()
    for (let i = 0; i < pairs.length; i += 2) {
      const result = compile(pairs[i + 1])
      for (const label of [pairs[i]].flat()) found.set(label, result)
    }
    return (z, f) => (found.get(of(z, f)) ?? other)(z, f)
  },
  step: (input, first, ...pairs) => {
    const find = stops(input, pairs)
    const before = compile(first)
    return (z, f) => find(z, f, (_, below) => (below ?? before)(z, f))
  },
  interpolate: (kind, input, ...pairs) => {
    const [name, power] = kind as [string, number]
    if (name !== 'exponential') throw new StyleError(`the style interpolates by ${name}`)
    const find = stops(input, pairs)
    const part = (along: number, whole: number) => (power === 1 ? along / whole : (power ** along - 1) / (power ** whole - 1))
    return (z, f) => find(z, f, (at, below, from, above, to) => {
      if (!below || !above) return (below ?? above!)(z, f)
      const [a, b] = [Number(below(z, f)), Number(above(z, f))]
      return a + (b - a) * part(at - from, to - from)
    })
  },
}

type Found = (at: number, below: Expression | undefined, from: number, above: Expression | undefined, to: number) => Result

/** Reads pairs of stop and output, and finds those below and above a number. */
function stops(input: unknown, pairs: unknown[]): (z: number, f: Feature, found: Found) => Result {
  const of = compile(input)
  const outputs = pairs.map((p, i) => (i % 2 ? compile(p) : undefined))
  return (z, f, found) => {
    const at = Number(of(z, f))
    let i = 0
    while (i < pairs.length && at >= Number(pairs[i])) i += 2
    return found(at, outputs[i - 1], Number(pairs[i - 2]), outputs[i + 1], Number(pairs[i]))
  }
}
