// An association's officer brings a file of homes: it is looked at, put right, applied and taken back.
import { sqlNumber } from '../sql.mjs'
import { violations } from './axe.mjs'
import { signIn, signOut } from './entering.mjs'
import { everywhere, expect, journey } from './journey.mjs'

const OWN = 'anvilgate-housing-trust'
const owned = (more = '') => sqlNumber(`SELECT count(*) FROM home h JOIN organisation o ON o.id = h.owner_id WHERE o.ref = '${OWN}' ${more}`)

/** A list as an association has it: semicolons, headings of its own, a title above them, and some rows that are wrong. */
const list = name => ({
  name, mimeType: 'text/csv',
  buffer: Buffer.from([
    'Stock list', 'Kennung;Rent type;Easting;Northing;Post code;Beds;Scheme name',
    'ZZ-1;Social rent;431848;435826;HV3 3GG;2;Alder Court', 'ZZ-2;Affordable rent;431858;435826;HV3 3GG;two;Fern House',
    'ZZ-3;Licence?;431868;435826;HV3 3GG;1;Alder Court', 'ZZ-4;Social rent;;;HV3 3GG;1;Fern House', '=1+1;Social rent;431878;435826;;1;Alder Court',
  ].join('\r\n')),
})

async function upload(page, name) {
  await page.getByRole('link', { name: 'Bring your homes' }).click()
  await page.getByLabel('File', { exact: true }).setInputFiles(list(name))
  await page.getByRole('button', { name: 'Upload and check' }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
  await page.getByRole('heading', { name: 'How it is read' }).waitFor()
}

const pressed = async (page, button, then) => {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByText(then).first().waitFor()
}

export const bringing = [
  ...everywhere('an officer brings a list with mistakes, withholds a scheme, applies it and takes it back', async (page, { phone }) => {
    const name = phone ? 'phone.csv' : 'desktop.csv'
    const before = owned()
    await signIn(page, 'Association officer')
    await upload(page, name)
    if (await page.getByLabel('Kennung').inputValue() === '') {
      await page.getByText('No column holds the reference.').waitFor()
      await page.getByLabel('Kennung').selectOption('reference')
      await pressed(page, 'Check again', 'What it would do')
    }
    await page.getByText('5 rows in the file = 4 that can come in + 1 that cannot.').waitFor()
    await page.getByLabel(/^Withhold all rows of a scheme/).selectOption({ label: 'Fern House (2 lines)' })
    await pressed(page, 'Withhold these', '2 rows are withheld')
    await page.getByRole('heading', { name: 'Where they are' }).scrollIntoViewIfNeeded()
    await page.locator('.island canvas').waitFor()
    const found = await violations(page)
    expect(found.length === 0, found.join('\n    '))
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download all rows, with a problem column' }).click()])
    const copy = (await (await file.createReadStream()).toArray()).join('')
    expect(copy.includes('ZZ-3,Licence?') && copy.includes('refused, Rent type') && copy.includes("'=1+1"), copy)
    await page.getByText('Row by row').click()
    await page.locator('td', { hasText: /^Licence\?$/ }).first().waitFor()
    expect(owned() === before, 'something was kept before it was applied')
    await pressed(page, 'Bring the good rows into the register', 'It is in the register')
    expect(owned() === before + 4 && owned("AND provider_ref IN ('ZZ-2', 'ZZ-4') AND sensitivity = 'withheld'") === 2, `${owned()} homes, ${before} before`)
    await pressed(page, 'Take this file back out', 'It was taken back out of the register')
    expect(owned() === before, `${owned()} homes after all was undone, ${before} before`)
    await page.getByRole('button', { name: 'Remove this file' }).click()
    await page.getByText('The file is removed.').waitFor()
    await signOut(page)
  }),
  journey('without scripts a file is brought by the same buttons', async page => {
    await signIn(page, 'Association officer')
    await page.goto('/stock')
    await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'plain.csv', mimeType: 'text/csv', buffer: Buffer.from('reference,tenure,easting,northing\nZZ-9,social-rent,431848,435826\n') })
    await page.getByRole('button', { name: 'Upload and check' }).click()
    await page.getByText('1 row in the file = 1 that can come in + 0 that cannot.').waitFor()
    await page.getByRole('button', { name: 'Remove this file' }).click()
    await page.getByText('The file is removed.').waitFor()
    await signOut(page)
  }, { scripts: false }),
]
