import { expect, it } from 'vitest'
import { commandOf, historyOf, type Key, type KeyState } from './keys.ts'

const key = (name: string, held: Partial<Key> = {}): Key => ({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held })
const idle: KeyState = { drawing: false, selected: false, readOnly: false }
const selected = { ...idle, selected: true }
const drawing = { ...idle, drawing: true }

it('moves a selected corner, and the map where none is', () => {
  expect(commandOf(key('ArrowUp'), selected)).toEqual({ do: 'nudge', east: 0, north: 1 })
  expect(commandOf(key('ArrowLeft', { shiftKey: true }), selected)).toEqual({ do: 'nudge', east: -10, north: 0 })
  expect(commandOf(key('ArrowRight', { altKey: true }), selected)).toEqual({ do: 'nudge', east: 0.1, north: 0 })
  expect(commandOf(key('ArrowUp'), idle)).toBeUndefined()
  expect(commandOf(key('ArrowUp'), drawing)).toBeUndefined()
})

it('takes the last corner back while drawing, and removes a selected one', () => {
  expect(commandOf(key('Backspace'), drawing)).toEqual({ do: 'back' })
  expect(commandOf(key('Backspace'), selected)).toEqual({ do: 'remove' })
  expect(commandOf(key('Delete'), { ...drawing, selected: true })).toEqual({ do: 'remove' })
})

it('knows undo and redo, on Macs too', () => {
  expect(commandOf(key('z', { ctrlKey: true }), idle)).toEqual({ do: 'undo' })
  expect(historyOf(key('Z', { metaKey: true, shiftKey: true }))).toEqual({ do: 'redo' })
  expect(historyOf(key('y', { ctrlKey: true }))).toEqual({ do: 'redo' })
  expect(historyOf(key('z'))).toBeUndefined()
  expect(commandOf(key('s', { ctrlKey: true }), idle)).toBeUndefined() // saves the page, as ever
})

it('knows the single letters', () => {
  const names = Object.fromEntries(['Enter', '[', ']', 's', 'F', 'Escape', '?', '0'].map(k => [k, commandOf(key(k), idle)?.do]))
  expect(names).toEqual({ Enter: 'add', '[': 'previous', ']': 'next', s: 'snap', F: 'way', Escape: 'stop', '?': 'help', '0': 'fit' })
  expect(commandOf(key('q'), idle)).toBeUndefined()
})

it('changes nothing where the drawing is only looked at', () => {
  const looking = { drawing: false, selected: true, readOnly: true }
  for (const k of ['Enter', 'Delete', 'Backspace', 's', 'f', 'ArrowUp']) expect(commandOf(key(k), looking), k).toBeUndefined()
  expect(commandOf(key('z', { ctrlKey: true }), looking)).toBeUndefined()
  expect(commandOf(key(']'), looking)).toEqual({ do: 'next' })
})
