// Homes that the public is not told of, for those who may see them.
import { mapReady } from '../browser.mjs'
import { homesInArea, seenBy, sqlNumber, sqlRow, sqlText } from '../sql.mjs'
import { agreesWithSQL, corners, hear } from './asking.mjs'
import { signIn, signOut } from './entering.mjs'
import { everywhere, expect, journey } from './journey.mjs'

const OWN = 'anvilgate-housing-trust'

export const exactly = [
  ...everywhere('an association’s officer finds a withheld home of its own on the map, and nobody else does', async page => {
    const withheld = `FROM home WHERE sensitivity = 'withheld' AND owner_id = (SELECT id FROM organisation WHERE ref = '${OWN}') ORDER BY id LIMIT 1`
    const [lon, lat] = sqlRow(`SELECT ST_X(geom_4326), ST_Y(geom_4326) ${withheld}`)
    const reference = sqlText(`SELECT provider_ref ${withheld}`)
    const place = `#17/${lat}/${lon}&at=${lon},${lat}`
    const tiles = []
    page.on('response', r => r.url().includes('/tiles/exact/homes/') && tiles.push(r.status()))
    await signIn(page, 'Association officer')
    await page.goto('/?exact=yes' + place)
    await page.getByText(reference).first().waitFor()
    await mapReady(page)
    expect(tiles.length > 0 && tiles.every(s => s === 200 || s === 204), `tiles: ${tiles}`)
    await page.locator('[data-key=exact]').waitFor()
    await page.goto('/homes/exact')
    await page.locator('.island').scrollIntoViewIfNeeded()
    await page.locator('[data-key=exact]').waitFor()
    await Promise.all([page.waitForResponse(r => r.url().includes('/tiles/exact/homes/') && r.ok()), page.reload().then(() => page.locator('.island').scrollIntoViewIfNeeded())])
    await signOut(page)
    await signIn(page, 'Planning officer')
    await page.goto('/?exact=yes' + place)
    await mapReady(page)
    await page.getByRole('heading', { name: 'Homes at this place' }).waitFor()
    await page.waitForTimeout(1500)
    expect(await page.getByText(reference, { exact: true }).count() === 0, 'a planning officer is told of a withheld home')
    await signOut(page)
    await page.goto('/?exact=yes')
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
  }, { but: [/401/] }),
  ...everywhere('an association’s officer reads the figures that SQL gives, and takes the homes away', async page => {
    await signIn(page, 'Association officer')
    await page.getByRole('link', { name: 'Homes that you may see' }).click()
    await page.getByLabel('Plan area').fill('hollin-vale')
    await page.getByLabel('Table of two: rows').selectOption('Tenure')
    await page.getByLabel('Table of two: columns').selectOption('Bedrooms')
    await page.getByRole('button', { name: 'Count these homes' }).click()
    await page.getByRole('heading', { name: 'Homes in Hollin Vale' }).waitFor()
    const want = homesInArea('hollin-vale', seenBy(OWN))
    expect(want > homesInArea('hollin-vale'), 'the officer sees no more than the public: it proves nothing')
    const shown = Number((await page.locator('.big dd').first().textContent()).replaceAll(',', ''))
    const crossed = Number((await page.locator('table', { hasText: 'Homes by Tenure and Bedrooms' }).locator('tr').last().locator('td').last().textContent()).replaceAll(',', ''))
    expect(shown === want && crossed === want, `the page says ${shown}, its table of two ${crossed}, SQL says ${want}`)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Excel' }).click()])
    expect(file.suggestedFilename() === 'homes.xlsx', file.suggestedFilename())
    await page.getByRole('link', { name: 'Show the homes one by one' }).click()
    await page.getByRole('heading', { name: 'Homes, one by one' }).waitFor()
    await signOut(page)
    await page.goto('/homes/exact?area=hollin-vale')
    expect(new URL(page.url()).pathname === '/sign-in', `nobody is signed in: ${page.url()}`)
  }),
  ...everywhere('an officer opens an exact figure and asks it again; who may not see those homes is told of none', async page => {
    await signIn(page, 'Association officer')
    await page.goto('/homes/exact?area=hollin-vale&rows=tenure&columns=bedrooms')
    const homes = await page.locator('.big dd a').first().textContent()
    await page.locator('.big dd a').first().click()
    await page.waitForURL(/\/homes\/exact\/figures\//)
    const link = page.url()
    expect(await page.locator('.big dd').first().textContent() === homes, 'the figure is another number')
    await page.getByText('withheld ones too').waitFor()
    await page.getByRole('link', { name: 'Ask again' }).click()
    await page.getByText('Nothing has changed').waitFor()
    const kept = page.url().split('?')[0]
    await page.goBack()
    await page.getByRole('link', { name: 'The same question as it stands' }).click()
    await page.getByRole('heading', { name: 'Homes in Hollin Vale' }).waitFor()
    await page.goto('/homes/exact?area=hollin-vale&rows=tenure&columns=bedrooms')
    await page.getByRole('link', { name: 'Where this table comes from' }).click()
    await page.getByRole('heading', { name: 'Tenure by Bedrooms' }).waitFor()
    expect(await page.locator('.big dd').first().textContent() === homes, 'the table is of another number')
    await signOut(page)
    await page.goto(kept)
    expect(new URL(page.url()).pathname === '/sign-in', `nobody is signed in: ${page.url()}`)
    await signIn(page, 'Planning officer')
    await page.goto(kept)
    await page.getByRole('heading', { name: 'This page is not here' }).waitFor()
    await page.goto(link)
    await page.getByText('homes were in sight that you may not see').waitFor()
    const theirs = await page.locator('.big dd').first().textContent()
    expect(theirs !== homes, 'a planner is shown the association’s number')
    await signOut(page)
  }, { but: [/404/] }),
  journey('an exact page that goes to paper keeps its figures, and says where', async page => {
    await signIn(page, 'Association officer')
    await page.goto('/homes/exact?area=cinderholme-village')
    const opened = page.waitForResponse(r => r.url().includes('/homes/exact/figures/') && r.status() === 200)
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    await page.emulateMedia({ media: 'print' })
    const said = (await page.locator('.paper').textContent()).split('It opens at ')[1]
    const kept = new URL((await opened).url()).pathname
    expect(said === kept, `${kept} is kept, ${said} is printed`)
    await page.emulateMedia({ media: 'screen' })
    await page.goto(said)
    await page.getByText('opening it is noted').waitFor()
    await page.goto('/?exact=yes&area=hollin-vale')
    await page.locator('[data-answer] .how a').click()
    await page.waitForURL(/\/homes\/exact\/figures\//)
    await signOut(page)
  }),
  journey('an officer draws and drags a corner: SQL gives the same, and the drag is noted as one question', async page => {
    const asked = hear(page, '/homes/exact')
    await signIn(page, 'Association officer')
    await page.goto('/?exact=yes&area=hollin-vale')
    await page.getByText('Exact, for you alone.').waitFor()
    await page.goto('/?exact=yes#15/53.8165/-1.5075')
    await mapReady(page)
    await page.getByRole('button', { name: 'Count homes in a shape' }).click()
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
    const at = await corners(page)
    for (const [x, y] of at) {
      await page.mouse.click(x, y)
      await page.waitForTimeout(350)
    }
    await page.getByRole('button', { name: 'Finish' }).click()
    await page.getByRole('button', { name: 'Draw another shape' }).waitFor()
    await agreesWithSQL(page, asked, seenBy(OWN))
    const noted = () => sqlNumber(`SELECT count(*) FROM audit_entry WHERE action = 'count-homes' AND detail LIKE '%"steps"%'`)
    const [before, steps] = [noted(), asked.length]
    const [x, y] = at[0]
    await page.mouse.move(x, y)
    await page.mouse.down()
    for (let i = 1; i <= 20; i++) {
      await page.mouse.move(x + 3 * i, y + 2 * i)
      await page.waitForTimeout(20)
    }
    await Promise.all([page.waitForResponse(r => r.url().includes('end=yes')), page.mouse.up()])
    await agreesWithSQL(page, asked, seenBy(OWN))
    expect(asked.length > steps + 2, `only ${asked.length - steps} shapes were asked about on the way`)
    const after = noted()
    expect(after === before + 1, `the drag is noted ${after - before} times`)
    await signOut(page)
  }),
]
