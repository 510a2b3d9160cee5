-- +goose Up
-- The registers: organisations, boundaries, homes, community assets, plan areas, places, and the basemap.
-- geom is EPSG:27700 rounded to the millimetre; geom_4326 and geom_3857 are projected by terrier, never by PostGIS
-- (docs/decisions/0003), and are NULL until that is done.
SET LOCAL ROLE terrier_owner;

CREATE TABLE organisation (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref               text NOT NULL UNIQUE,
    reference         text NOT NULL CHECK (reference <> ''),
    name              text NOT NULL CHECK (name <> ''),
    organisation_type text NOT NULL CHECK (organisation_type IN ('local-authority', 'local-planning-authority', 'parish-council',
                          'neighbourhood-forum', 'registered-provider', 'community-body', 'neighbourhood-board', 'other')),
    curie             text CHECK (curie ~ '^[a-z-]+:[A-Za-z0-9_.-]+$'),
    gss_code          text CHECK (gss_code ~ '^[EWNS][0-9]{8}$'),
    rp_code           text,
    rp_designation    text CHECK (rp_designation IN ('non-profit', 'profit', 'local-authority')),
    corporate_form    text CHECK (corporate_form IN ('registered-society', 'company', 'charitable-company', 'cio', 'local-authority', 'other')),
    charity_number    text,
    company_number    text,
    mutuals_number    text,
    size_band         text CHECK (size_band IN ('under-1000', '1000-to-4999', '5000-to-9999', '10000-and-over')),
    origin            text CHECK (origin IN ('traditional', 'stock-transfer')),
    website           text CHECK (website ~ '^https?://'),
    start_date        date,
    end_date          date,
    entry_date        date NOT NULL DEFAULT current_date,
    named_by_home     boolean NOT NULL DEFAULT false,
    source_id         bigint NOT NULL REFERENCES source,
    import_id         bigint REFERENCES import,
    valid_from        timestamptz NOT NULL DEFAULT now(),
    search_key        text GENERATED ALWAYS AS (search_key(name)) STORED,
    UNIQUE (organisation_type, reference),
    CHECK (end_date >= start_date)
);
COMMENT ON TABLE organisation IS 'registered providers, authorities, parish councils, forums and other bodies';
COMMENT ON COLUMN organisation.ref IS 'the slug in this server''s addresses; given once, never reused';
COMMENT ON COLUMN organisation.reference IS 'the body''s own reference in the register it stands in, such as the Regulator''s number';
COMMENT ON COLUMN organisation.named_by_home IS 'made because a home in a file named it; the public knows of it only once it publishes a home';
COMMENT ON COLUMN organisation.rp_code IS 'number given by the Regulator of Social Housing';

CREATE TABLE organisation_succession (
    from_id   bigint NOT NULL REFERENCES organisation,
    to_id     bigint NOT NULL REFERENCES organisation,
    kind      text NOT NULL CHECK (kind IN ('merger', 'transfer-of-engagements', 'rename', 'stock-transfer')),
    date      date NOT NULL,
    source_id bigint NOT NULL REFERENCES source,
    PRIMARY KEY (from_id, to_id, kind),
    CHECK (from_id <> to_id)
);
COMMENT ON TABLE organisation_succession IS 'which organisation took over from which';

CREATE TABLE boundary (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref           text NOT NULL UNIQUE,
    kind          text NOT NULL CHECK (kind IN ('parish', 'ward', 'local-authority', 'local-planning-authority', 'lsoa', 'msoa', 'oa', 'national-park', 'other')),
    code          text NOT NULL CHECK (code <> ''),
    code_year     integer CHECK (code_year BETWEEN 1974 AND 2100),
    name          text NOT NULL CHECK (name <> ''),
    name_cy       text,
    parent_code   text,
    has_council   text NOT NULL DEFAULT 'unknown' CHECK (has_council IN ('yes', 'no', 'unknown')),
    relevant_body text,
    start_date    date,
    end_date      date,
    entry_date    date NOT NULL DEFAULT current_date,
    geom          geometry(MultiPolygon, 27700) NOT NULL,
    geom_4326     geometry(MultiPolygon, 4326),
    geom_3857     geometry(MultiPolygon, 3857),
    source_crs    text NOT NULL,
    source_geom   geometry,
    source_id     bigint NOT NULL REFERENCES source,
    import_id     bigint REFERENCES import,
    valid_from    timestamptz NOT NULL DEFAULT now(),
    search_key    text GENERATED ALWAYS AS (search_key(name)) STORED,
    UNIQUE (kind, code),
    CHECK (is_millimetre(geom)),
    CHECK (kind = 'parish' OR has_council = 'unknown')
);
COMMENT ON TABLE boundary IS 'civil and statistical areas with their GSS codes: parishes, wards, authorities, census areas';
COMMENT ON COLUMN boundary.has_council IS 'parishes only: whether the parish has a council; unknown is said as such on screen';
COMMENT ON COLUMN boundary.source_geom IS 'the geometry as it came, in its own coordinate system; NULL where that was EPSG:27700 to the millimetre';

CREATE TABLE home (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id            bigint NOT NULL REFERENCES organisation,
    manager_id          bigint REFERENCES organisation,
    provider_ref        text NOT NULL CHECK (provider_ref <> ''),
    uprn                text CHECK (uprn ~ '^[1-9][0-9]{0,11}$'),
    parent_uprn         text CHECK (parent_uprn ~ '^[1-9][0-9]{0,11}$'),
    address_text        text,
    postcode            text CHECK (postcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$'),
    needs_category      text CHECK (needs_category IN ('general-needs', 'supported-housing', 'housing-for-older-people')),
    tenure              text NOT NULL CHECK (tenure IN ('social-rent', 'affordable-rent', 'london-affordable-rent', 'rent-to-buy',
                            'london-living-rent', 'other-intermediate-rent', 'specified-accommodation', 'shared-ownership',
                            'other-low-cost-home-ownership', 'social-leasehold', 'market-rent', 'other-non-social')),
    home_type           text CHECK (home_type IN ('bedsit', 'flat-or-maisonette', 'house', 'bungalow', 'shared-flat-or-maisonette',
                            'shared-house', 'shared-bungalow', 'other')),
    built               text CHECK (built IN ('purpose-built', 'converted')),
    bedrooms            smallint CHECK (bedrooms BETWEEN 1 AND 12),
    bedsit              boolean NOT NULL DEFAULT false,
    bedspaces           smallint CHECK (bedspaces BETWEEN 1 AND 100),
    wheelchair_standard boolean,
    floor               smallint CHECK (floor BETWEEN -5 AND 120),
    build_year_band     text CHECK (build_year_band IN ('before-1919', '1919-to-1944', '1945-to-1964', '1965-to-1980', '1981-to-1990', '1991-to-2002', '2003-to-2011', '2012-and-later')),
    epc                 text CHECK (epc IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'none')),
    epc_score           smallint CHECK (epc_score BETWEEN 1 AND 100),
    epc_lodgement_date  date,
    ownership           text CHECK (ownership IN ('owned', 'managed-for-other', 'leased-in')),
    occupancy           text CHECK (occupancy IN ('occupied', 'vacant-available', 'vacant-unavailable')),
    as_at_date          date NOT NULL,
    sensitivity         text NOT NULL DEFAULT 'open' CHECK (sensitivity IN ('published', 'open', 'restricted', 'withheld')),
    authority           text,
    position            text NOT NULL DEFAULT 'given' CHECK (position IN ('given', 'postcode')),
    geom                geometry(Point, 27700) NOT NULL,
    geom_4326           geometry(Point, 4326),
    geom_3857           geometry(Point, 3857),
    source_crs          text NOT NULL,
    source_x            double precision,
    source_y            double precision,
    source_id           bigint NOT NULL REFERENCES source,
    import_id           bigint REFERENCES import,
    valid_from          timestamptz NOT NULL DEFAULT now(),
    UNIQUE (owner_id, provider_ref),
    CHECK (round(ST_X(geom) * 1000) / 1000 = ST_X(geom) AND round(ST_Y(geom) * 1000) / 1000 = ST_Y(geom)),
    -- an address never leaves the public role, but a withheld home's must not even be kept beside its place
    CHECK (sensitivity <> 'withheld' OR address_text IS NULL)
);
COMMENT ON TABLE home IS 'one dwelling, or bedspace in shared supported housing, in a housing association''s stock';
COMMENT ON COLUMN home.provider_ref IS 'the owner''s own reference, unique within the owner';
COMMENT ON COLUMN home.sensitivity IS 'published: exact for everyone; open: public in protected sums; restricted: owner and authority under agreement; withheld: owner only';
COMMENT ON COLUMN home.occupancy IS 'never public';
COMMENT ON COLUMN home.position IS 'given: coordinates of the home; postcode: the centre of its postcode';
COMMENT ON COLUMN home.authority IS 'GSS code of the local authority it stands in';
COMMENT ON COLUMN home.as_at_date IS 'the day the owner''s return describes, normally 31 March';

CREATE TABLE community_asset (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref                 text NOT NULL UNIQUE,
    organisation_id     bigint NOT NULL REFERENCES organisation,
    reference           text NOT NULL CHECK (reference <> ''),
    name                text NOT NULL CHECK (name <> ''),
    address_text        text,
    postcode            text CHECK (postcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$'),
    description         text,
    asset_kind          text NOT NULL DEFAULT 'other' CHECK (asset_kind IN ('pub', 'shop', 'hall', 'community-centre', 'library', 'playing-field',
                            'green', 'allotment', 'place-of-worship-hall', 'sports-ground', 'nursery', 'youth', 'other')),
    uprn                text CHECK (uprn ~ '^[1-9][0-9]{0,11}$'),
    title_number        text,
    owner_name          text,
    owner_kind          text CHECK (owner_kind IN ('local-authority', 'parish-council', 'private-registered-provider', 'charity', 'company', 'individual', 'crown', 'unknown')),
    occupier            text,
    present_use         text,
    tenure              text,
    website             text CHECK (website ~ '^https?://'),
    date_of_acquisition date,
    cost_pence          bigint CHECK (cost_pence >= 0),
    start_date          date,
    end_date            date,
    entry_date          date NOT NULL DEFAULT current_date,
    notes               text,
    position            text NOT NULL DEFAULT 'given' CHECK (position IN ('given', 'postcode')),
    geom                geometry(Geometry, 27700) NOT NULL CHECK (GeometryType(geom) IN ('POINT', 'MULTIPOLYGON')),
    point               geometry(Point, 27700) NOT NULL,
    geom_4326           geometry(Geometry, 4326),
    geom_3857           geometry(Geometry, 3857),
    point_3857          geometry(Point, 3857),
    source_crs          text NOT NULL,
    source_geom         geometry,
    source_id           bigint NOT NULL REFERENCES source,
    import_id           bigint REFERENCES import,
    valid_from          timestamptz NOT NULL DEFAULT now(),
    search_key          text GENERATED ALWAYS AS (search_key(name)) STORED,
    UNIQUE (organisation_id, reference),
    CHECK (is_millimetre(geom)),
    CHECK (round(ST_X(point) * 1000) / 1000 = ST_X(point) AND round(ST_Y(point) * 1000) / 1000 = ST_Y(point))
);
COMMENT ON TABLE community_asset IS 'a building or piece of land that a community cares about';
COMMENT ON COLUMN community_asset.organisation_id IS 'who keeps the list this asset stands in';
COMMENT ON COLUMN community_asset.point IS 'where its pin stands: the point given, or a point on the surface of its outline';
COMMENT ON COLUMN community_asset.cost_pence IS 'cost of acquisition or proxy value (Transparency Code), in pence';

CREATE TABLE neighbourhood_plan_area (
    id                           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref                          text NOT NULL UNIQUE,
    organisation_id              bigint NOT NULL REFERENCES organisation,
    reference                    text NOT NULL CHECK (reference <> ''),
    name                         text NOT NULL CHECK (name <> ''),
    name_cy                      text,
    relevant_body                text,
    relevant_body_type           text CHECK (relevant_body_type IN ('parish-council', 'neighbourhood-forum', 'prospective-forum')),
    area_kind                    text NOT NULL DEFAULT 'residential' CHECK (area_kind IN ('residential', 'business')),
    stage                        text NOT NULL DEFAULT 'designated' CHECK (stage IN ('applied', 'designated', 'pre-submission', 'submitted', 'examination',
                                     'referendum', 'made', 'refused', 'withdrawn')),
    application_received_date    date,
    first_publicised_date        date,
    representations_close_date   date,
    decision                     text CHECK (decision IN ('designated', 'designated-modified', 'refused', 'withdrawn')),
    decision_date                date,
    made_date                    date,
    reasons                      text,
    statement_of_appropriateness text,
    supersedes_id                bigint REFERENCES neighbourhood_plan_area,
    documentation_url            text CHECK (documentation_url ~ '^https?://'),
    notes                        text,
    start_date                   date,
    end_date                     date,
    entry_date                   date NOT NULL DEFAULT current_date,
    geom                         geometry(MultiPolygon, 27700) NOT NULL,
    geom_4326                    geometry(MultiPolygon, 4326),
    geom_3857                    geometry(MultiPolygon, 3857),
    source_crs                   text NOT NULL,
    source_geom                  geometry,
    source_id                    bigint NOT NULL REFERENCES source,
    import_id                    bigint REFERENCES import,
    valid_from                   timestamptz NOT NULL DEFAULT now(),
    search_key                   text GENERATED ALWAYS AS (search_key(name)) STORED,
    UNIQUE (organisation_id, reference),
    CHECK (is_millimetre(geom)),
    CHECK (stage <> 'made' OR decision IN ('designated', 'designated-modified'))
);
COMMENT ON TABLE neighbourhood_plan_area IS 'a neighbourhood area under section 61G of the Town and Country Planning Act 1990, applied for or designated';
COMMENT ON COLUMN neighbourhood_plan_area.organisation_id IS 'the local planning authority that received the application';
COMMENT ON COLUMN neighbourhood_plan_area.geom IS 'of the newest version in area_version';

CREATE TABLE neighbourhood_plan_area_authority (
    area_id         bigint NOT NULL REFERENCES neighbourhood_plan_area,
    organisation_id bigint NOT NULL REFERENCES organisation,
    PRIMARY KEY (area_id, organisation_id)
);
COMMENT ON TABLE neighbourhood_plan_area_authority IS 'every local planning authority whose area it touches';

CREATE TABLE area_version (
    area_id        bigint NOT NULL REFERENCES neighbourhood_plan_area,
    number         integer NOT NULL CHECK (number >= 1),
    geom           geometry(MultiPolygon, 27700) NOT NULL CHECK (is_millimetre(geom)),
    author         text NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    reason         text NOT NULL,
    parent_version integer,
    status         text NOT NULL CHECK (status IN ('draft', 'ready', 'submitted', 'designated', 'superseded')),
    sha256         text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    import_id      bigint REFERENCES import,
    PRIMARY KEY (area_id, number),
    FOREIGN KEY (area_id, parent_version) REFERENCES area_version (area_id, number)
);
COMMENT ON TABLE area_version IS 'each shape an area has had; rows are never changed';
COMMENT ON COLUMN area_version.sha256 IS 'of the canonical WKB (ST_Normalize, little endian) in EPSG:27700';

CREATE TABLE place (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('postcode', 'street', 'settlement')),
    reference  text NOT NULL CHECK (reference <> ''),
    name       text NOT NULL CHECK (name <> ''),
    name_cy    text,
    context    text,
    geom       geometry(Point, 27700) NOT NULL CHECK (round(ST_X(geom) * 1000) / 1000 = ST_X(geom) AND round(ST_Y(geom) * 1000) / 1000 = ST_Y(geom)),
    geom_4326  geometry(Point, 4326),
    geom_3857  geometry(Point, 3857),
    extent     geometry(Polygon, 27700),
    source_id  bigint NOT NULL REFERENCES source,
    import_id  bigint REFERENCES import,
    valid_from timestamptz NOT NULL DEFAULT now(),
    search_key text GENERATED ALWAYS AS (CASE kind WHEN 'postcode' THEN replace(search_key(name), ' ', '') ELSE search_key(name) END) STORED,
    search_key_cy text GENERATED ALWAYS AS (search_key(name_cy)) STORED,
    UNIQUE (kind, reference),
    CHECK (kind <> 'postcode' OR name ~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$')
);
COMMENT ON TABLE place IS 'postcodes, streets and settlements that people search for';
COMMENT ON COLUMN place.context IS 'what tells two of the same name apart, such as the settlement of a street';

CREATE TABLE basemap (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    layer     text NOT NULL CHECK (layer IN ('water', 'green', 'building', 'road', 'rail', 'label')),
    kind      text NOT NULL,
    name      text,
    name_cy   text,
    min_zoom  smallint NOT NULL CHECK (min_zoom BETWEEN 0 AND 22),
    geom      geometry(Geometry, 27700) NOT NULL,
    geom_3857 geometry(Geometry, 3857),
    source_id bigint NOT NULL REFERENCES source,
    import_id bigint REFERENCES import
);
COMMENT ON TABLE basemap IS 'streets, buildings, water, rail and green under the registers';
COMMENT ON COLUMN basemap.kind IS 'what it is within its layer: main or minor road, river, park, settlement ...';
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
