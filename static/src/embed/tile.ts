/** What a tile says of a feature. */
export type Value = string | number | boolean | null
export type Props = Record<string, Value>

/** The geometry types of vector tiles. */
export const POINT = 1, LINE = 2, POLYGON = 3

/** A feature: its parts are those from first up to, not including, last of its layer. */
export interface Feature { type: number; props: Props; first: number; last: number }

/** A layer of a tile. Part i holds the points from ends[i-1] (0 for the first) up to ends[i]; point p stands at xy[2p], xy[2p+1]. */
export interface TileLayer { extent: number; features: Feature[]; xy: Int32Array; ends: Int32Array }

/** A tile: its layers by name. */
export type Tile = Map<string, TileLayer>
