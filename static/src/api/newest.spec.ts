import { expect, it } from 'vitest'
import { Newest } from './newest.ts'

const tick = () => new Promise(resolve => setTimeout(resolve))

it('asks one at a time, the newest of those that wait, and tells every answer', async () => {
  const open: ((a: string) => void)[] = []
  const asked: string[] = []
  const told: string[] = []
  const line = new Newest<string, string>(
    q => (asked.push(q), new Promise(resolve => open.push(resolve))),
    a => told.push(a),
    () => told.push('failed'),
  )
  line.put('a')
  line.put('b')
  line.put('c')
  expect(asked).toEqual(['a'])
  open[0]?.('answer a')
  await tick()
  expect(asked).toEqual(['a', 'c'])
  expect(told).toEqual(['answer a'])
  open[1]?.('answer c')
  await tick()
  expect(told).toEqual(['answer a', 'answer c'])
  line.put('d')
  line.drop()
  open[2]?.('answer d')
  await tick()
  expect(told).toEqual(['answer a', 'answer c'])
})

it('tells no failure of what is asked anew', async () => {
  const told: string[] = []
  const line = new Newest<string, string>(q => (q === 'bad' ? Promise.reject(new Error(q)) : Promise.resolve(q)), a => told.push(a), () => told.push('failed'))
  line.put('bad')
  line.put('good')
  await tick()
  expect(told).toEqual(['good'])
})

it('goes on after a failure', async () => {
  const told: string[] = []
  const line = new Newest<string, string>(q => (q === 'bad' ? Promise.reject(new Error(q)) : Promise.resolve(q)), a => told.push(a), () => told.push('failed'))
  line.put('bad')
  await tick()
  line.put('good')
  await tick()
  expect(told).toEqual(['failed', 'good'])
})
