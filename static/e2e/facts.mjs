// What the journeys look for, taken from the server itself, so that any data will do.

const json = async url => {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
  return answer.json()
}

/** A plan area with homes, a postcode, an asset, an association, and a place where homes stand close. */
export async function factsOf(base) {
  const page = await (await fetch(base)).text()
  const areas = (await json(`${base}/areas.geojson`)).features
  let area
  for (const f of areas) {
    const { total } = await json(`${base}/homes/summary?area=${f.properties.ref}`)
    if (!area || total > area.homes) area = { ref: f.properties.ref, name: f.properties.name, homes: total, shape: f.geometry }
  }
  const assets = (await json(`${base}/assets.geojson`)).features
  const associations = await json(`${base}/associations.json`)
  const ring = (area.shape.type === 'MultiPolygon' ? area.shape.coordinates[0] : area.shape.coordinates)[0]
  const middle = [0, 1].map(i => Number((ring.reduce((sum, p) => sum + p[i], 0) / ring.length).toFixed(5)))
  const beginnings = process.env.E2E_POSTCODE ? [process.env.E2E_POSTCODE] : ['HV1', 'HV2', 'HV3', 'HV4'] // those of the demo
  let postcode
  for (const q of beginnings) postcode ??= (await json(`${base}/places?q=${q}&near=${middle}`)).places.find(p => p.kind === 'postcode')
  if (!postcode) throw new Error('no postcode found to search for: name the beginning of one in E2E_POSTCODE')
  return {
    town: page.match(/id="overview-title">([^<]+)</)[1],
    area, asset: assets[0].properties.ref, association: (associations.associations ?? associations)[0].ref,
    assetsListed: (page.match(/data-kind="/g) ?? []).length,
    postcode: postcode.name, postcodeAt: postcode.point, densest: middle,
  }
}
