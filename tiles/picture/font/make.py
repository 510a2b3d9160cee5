# Makes the four faces from the variable font that the pages use: pip install fonttools brotli; python tiles/picture/font/make.py, from the root of the
# project, after npm ci in static. It writes into the folder that it is started in; the faces in the project were moved here.
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fontTools.merge import Merger
from fontTools import subset

src='static/node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-%s-wght-%s.woff2'
for name, style, w in (('medium','normal',500),('semibold','normal',600),('bold','normal',700),('medium-italic','italic',500)):
    parts=[]
    for sub in ('latin','latin-ext'):
        f=TTFont(src%(sub,style)); f.flavor=None
        f=instancer.instantiateVariableFont(f,{'wght':w})
        p=f'{name}-{sub}.ttf'; f.save(p); parts.append(p)
    m=Merger().merge(parts)
    cm=m.getBestCmap()
    want=[c for c in cm if c<0x180 or 0x2010<=c<=0x203a or c in (0x2212,0x2190,0x2191,0x2192,0x2193,0x20ac,0x2122,0x1e80,0x1e81,0x1e82,0x1e83,0x1e84,0x1e85,0x1ef2,0x1ef3,0x218,0x219,0x21a,0x21b,0xfb01,0xfb02)]
    o=subset.Options(); o.layout_features=['kern']; o.hinting=False; o.name_IDs=[0,1,2,3,4,5,6,13,14]; o.notdef_outline=True; o.glyph_names=False; o.legacy_kern=True
    s=subset.Subsetter(o); s.populate(unicodes=want); s.subset(m)
    fam='Atkinson Hyperlegible Next'
    sub={'medium':'Medium','semibold':'Semibold','bold':'Bold','medium-italic':'Medium Italic'}[name]
    for rec in m['name'].names:
        if rec.nameID in (4,): rec.string=f'{fam} {sub}'
        if rec.nameID in (6,): rec.string='AtkinsonHyperlegibleNext-'+sub.replace(' ','')
    m['head'].modified=m['head'].created
    m.recalcTimestamp=False
    m.save(f'{name}.ttf')
