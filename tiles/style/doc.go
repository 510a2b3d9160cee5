// Package style makes the MapLibre style document of our map: its cartography over our own tiles and over basemaps of others.
//
// It holds the colours and shapes of everything drawn (UX.md section 8), for the map and for the pages beside it. It does not
// make tiles (data/postgis, tiles/layer) or serve documents (tiles/serve, plans/web).
package style
