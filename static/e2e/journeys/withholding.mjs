// An association's officer withholds homes that are in the register, and takes that back: by forms, with scripts and without.
import { sqlNumber, sqlText } from '../sql.mjs'
import { violations } from './axe.mjs'
import { signIn, signOut } from './entering.mjs'
import { everywhere, expect, journey } from './journey.mjs'

const OWN = 'anvilgate-housing-trust'
const owned = (more = '') => sqlNumber(`SELECT count(*) FROM home h JOIN organisation o ON o.id = h.owner_id WHERE o.ref = '${OWN}' ${more}`)
const mine = `owner_id = (SELECT id FROM organisation WHERE ref = '${OWN}')`
/** Some open homes of the association, published from now on: everybody is told of these one by one. */
const publish = (where, n) => sqlText(`UPDATE home SET sensitivity = 'published' WHERE id IN (SELECT id FROM home WHERE ${mine} AND sensitivity IN ('open', 'published') AND ${where} ORDER BY provider_ref LIMIT ${n}) RETURNING provider_ref`)
  .split('\n').filter(line => line && !line.startsWith('UPDATE')).sort()
const withheld = refs => owned(`AND sensitivity = 'withheld' AND provider_ref IN (${refs.map(r => `'${r}'`).join(', ')})`)

async function sound(page) {
  const found = await violations(page)
  expect(found.length === 0, found.join('\n    '))
}

/** How many homes everybody is told of. Followers hear of a commit within a second. */
async function told(page, wanted) {
  for (let i = 0; ; i++) {
    const total = (await (await page.request.get('/homes/summary.json?source=published')).json()).total
    if (total === wanted) return
    expect(i < 40, `everybody is told of ${total} homes, not of ${wanted}`)
    await page.waitForTimeout(100)
  }
}

async function marks(page) {
  await page.getByRole('button', { name: 'See what would change' }).click()
  await page.getByRole('heading', { name: 'What it would do' }).waitFor()
}

export const withholding = [
  ...everywhere('an officer withholds a refuge by its reference, and takes it back', async page => {
    const refs = publish('true', 3)
    const published = sqlNumber("SELECT count(*) FROM home WHERE sensitivity = 'published'")
    await signIn(page, 'Association officer')
    await page.getByRole('link', { name: 'Withhold homes' }).click()
    await sound(page)
    await page.getByLabel('References or UPRNs').fill([...refs, 'no such home'].join('\n'))
    await page.getByRole('button', { name: 'Find homes' }).click()
    await page.getByRole('heading', { name: '3 homes found' }).waitFor()
    expect(page.url().endsWith('/stock/homes#found'), `what was looked for stands in the address: ${page.url()}`)
    await page.getByText('1 entry of the list is no reference or UPRN of your homes').click()
    await page.getByText('no such home').last().waitFor()
    await page.getByLabel(refs[0], { exact: true }).check()
    await page.getByLabel(refs[2], { exact: true }).check()
    await page.getByLabel('Why').selectOption({ label: 'A refuge or safe house' })
    await sound(page)
    await marks(page)
    await page.getByText('2 homes will be withheld: they leave the map, the counts and every list, for everyone but you').waitFor()
    await sound(page)
    await told(page, published)
    await page.getByRole('button', { name: 'Withhold 2 homes' }).click()
    await page.getByText('2 homes withheld.').waitFor()
    await sound(page)
    await told(page, published - 2)
    expect(withheld(refs) === 2 && withheld([refs[0], refs[2]]) === 2, 'not those that were ticked are withheld')
    await page.getByLabel('They can be found by others again').check()
    await page.getByRole('button', { name: 'Take this mark back' }).click()
    await page.getByText('It was taken back').waitFor()
    await told(page, published)
    expect(withheld(refs) === 0, 'they are withheld still')
    await signOut(page)
  }),
  journey('without scripts all that were found are withheld, and opened later on', async page => {
    await signIn(page, 'Association officer')
    const postcode = sqlText(`SELECT postcode FROM home WHERE ${mine} AND sensitivity = 'open' AND postcode IS NOT NULL ORDER BY provider_ref LIMIT 1`)
    publish(`postcode = '${postcode}'`, 1000)
    const there = owned(`AND postcode = '${postcode}' AND sensitivity <> 'withheld'`)
    const homes = there === 1 ? '1 home' : `${there} homes`
    const all = async (to, why) => {
      await page.goto('/stock/homes')
      await page.getByRole('textbox', { name: 'Postcode' }).fill(postcode.toLowerCase().replace(' ', ''))
      await page.getByRole('button', { name: 'Find homes' }).click()
      await page.getByLabel(/All that were found/).check()
      await page.getByLabel(to, { exact: true }).check()
      await page.getByLabel('Why').selectOption({ label: why })
      await marks(page)
    }
    await all('Withhold them', 'Somebody who lives there is at risk')
    await page.getByRole('button', { name: `Withhold ${homes}`, exact: true }).click()
    await page.getByText(`${homes} withheld.`).waitFor()
    expect(owned(`AND postcode = '${postcode}' AND sensitivity <> 'withheld'`) === 0, 'some are not withheld')
    await all('Withhold them no longer', 'It is not needed any longer')
    await page.getByText(/published before, and becomes? open and not more/).waitFor()
    await page.getByRole('button', { name: `Withhold ${homes} no longer`, exact: true }).click()
    await page.getByText(`${homes} withheld no longer.`).waitFor()
    expect(owned(`AND postcode = '${postcode}' AND sensitivity IN ('open', 'restricted')`) >= there, 'a home is not open')
    for (const of of ['withheld no longer', 'withheld']) { // the last first, so that the town is as it was
      await page.goto('/stock/homes')
      await page.locator('tr', { hasText: 'stands' }).getByRole('link', { name: `${homes} ${of}`, exact: true }).first().click()
      if (of === 'withheld') await page.getByLabel('They can be found by others again').check()
      await page.getByRole('button', { name: 'Take this mark back' }).click()
      await page.getByText('It was taken back').waitFor()
    }
    expect(owned(`AND postcode = '${postcode}' AND sensitivity <> 'withheld'`) === there, 'the town is not as it was')
    await signOut(page)
  }, { scripts: false }),
]
