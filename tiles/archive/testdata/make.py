"""Makes the archives beside it with the reference writer, so that the reader is tried on what another program wrote.

    pip install pmtiles==3.8.1 && python make.py

Everything in them is invented. Each basemap shows the same picture in every tile to zoom 3, which is one tile stored once,
and another in the tile 4/7/5. leaves.pmtiles has so many tiles, written in such disorder, that its directory needs leaves:
the tile of id n, for each n below 30000 that 3 divides, holds the two bytes of n, the lower first.
"""
import gzip, random, struct, zlib
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write


def number(n):
    out = b""
    while n > 127:
        out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])


def member(field, data):
    return number(field << 3 | 2) + number(len(data)) + data


def turns(points):
    """The zigzag steps of a line or ring (Mapbox Vector Tile Specification 2.1, section 4.3)."""
    at, steps = (0, 0), []
    for p in points:
        steps.append([d << 1 if d >= 0 else -d << 1 | 1 for d in (p[0] - at[0], p[1] - at[1])])
        at = p
    return steps


def feature(kind, points, tags):
    first, *rest = turns(points)
    commands = [9, *first]
    if rest:
        commands += [len(rest) << 3 | 2] + [n for step in rest for n in step]
    if kind == 3:
        commands.append(15)
    return (member(2, b"".join(map(number, tags))) + number(3 << 3) + number(kind)
            + member(4, b"".join(map(number, commands))))


def layer(name, kind, points, properties):
    tags = [n for i in range(len(properties)) for n in (i, i)]
    body = member(1, name.encode()) + member(2, feature(kind, points, tags))
    body += b"".join(member(3, k.encode()) for k in properties)
    body += b"".join(member(4, member(1, v.encode())) for v in properties.values())
    return member(3, body + number(5 << 3) + number(4096) + number(15 << 3) + number(2))


POINT, LINE, AREA = 1, 2, 3
SQUARE = [(0, 0), (4096, 0), (4096, 4096), (0, 4096)]
LAKE = [(300, 300), (1800, 300), (1500, 1500), (300, 1800)]
PARK = [(2400, 2400), (3900, 2400), (3900, 3900), (2400, 3900)]
HOUSE = [(700, 2600), (1100, 2600), (1100, 2900), (700, 2900)]
STREET, TRACK, MIDDLE = [(0, 2200), (4096, 2000)], [(2100, 0), (1900, 4096)], [(2048, 1200)]

PROTOMAPS = [
    ("earth", AREA, SQUARE, {"kind": "earth"}),
    ("landuse", AREA, PARK, {"kind": "park"}),
    ("water", AREA, LAKE, {"kind": "lake"}),
    ("buildings", AREA, HOUSE, {"kind": "building"}),
    ("roads", LINE, STREET, {"kind": "major_road", "name": "Millrace Street"}),
    ("roads", LINE, TRACK, {"kind": "rail"}),
    ("places", POINT, MIDDLE, {"kind": "locality", "name": "Fold"}),
]
OPENMAPTILES = [
    ("park", AREA, PARK, {"class": "public_park"}),
    ("water", AREA, LAKE, {"class": "lake"}),
    ("building", AREA, HOUSE, {}),
    ("transportation", LINE, STREET, {"class": "primary"}),
    ("transportation", LINE, TRACK, {"class": "rail"}),
    ("transportation_name", LINE, STREET, {"class": "primary", "name": "Millrace Street"}),
    ("place", POINT, MIDDLE, {"class": "town", "name": "Fold"}),
]


def vector(layers):
    merged = {}
    for name, *rest in layers:
        merged.setdefault(name, []).append(rest)
    # one feature a layer keeps the writing simple; a second of the same name becomes a tile of its own at 4/7/5
    plain = b"".join(layer(name, *items[0]) for name, items in merged.items())
    other = b"".join(layer(name, *items[-1]) for name, items in merged.items())
    return gzip.compress(plain), gzip.compress(other)


def picture(red, green, blue):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = (b"\0" + bytes([red, green, blue]) * 256) * 256
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def header(kind, compression, bounds):
    west, south, east, north = (round(d * 1e7) for d in bounds)
    return {"tile_type": kind, "tile_compression": compression, "min_lon_e7": west, "min_lat_e7": south,
            "max_lon_e7": east, "max_lat_e7": north, "center_zoom": 2, "center_lon_e7": 0, "center_lat_e7": 0}


def pyramid(name, kind, compression, plain, other, metadata):
    with write(name + ".pmtiles") as w:
        for tile in range(zxy_to_tileid(4, 0, 0)):
            w.write_tile(tile, plain)
        w.write_tile(zxy_to_tileid(4, 7, 5), other)
        w.finalize(header(kind, compression, (-180, -85, 180, 85)), metadata)


def named(layers, fields):
    return [{"id": n, "fields": fields, "minzoom": 0, "maxzoom": 4} for n in dict.fromkeys(l[0] for l in layers)]


credit = "<a href=\"https://fold.example/\">&copy; Fold &amp; Sons</a>, invented"
pyramid("protomaps", TileType.MVT, Compression.GZIP, *vector(PROTOMAPS),
        {"name": "Fold", "attribution": credit, "version": "4.0.0", "vector_layers": named(PROTOMAPS, {"kind": "String"})})
pyramid("openmaptiles", TileType.MVT, Compression.GZIP, *vector(OPENMAPTILES),
        {"name": "Fold", "attribution": credit, "vector_layers": named(OPENMAPTILES, {"class": "String"})})
pyramid("raster", TileType.PNG, Compression.NONE, picture(245, 242, 234), picture(191, 217, 226), {"attribution": credit})

with write("leaves.pmtiles") as w:
    ids = list(range(0, 30000, 3))
    random.Random(1947).shuffle(ids)
    for tile in ids:
        w.write_tile(tile, struct.pack("<H", tile))
    w.finalize(header(TileType.WEBP, Compression.NONE, (0, 0, 0, 0)), {})
