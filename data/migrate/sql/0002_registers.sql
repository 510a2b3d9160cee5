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
-- What each column holds.
COMMENT ON COLUMN organisation.id                IS 'internal key; never shown, since a sequence would tell how many rows there are';
COMMENT ON COLUMN organisation.ref               IS 'the slug in this server''s addresses; given once, never reused';
COMMENT ON COLUMN organisation.reference         IS 'the body''s own reference in the register it stands in, such as the Regulator''s number';
COMMENT ON COLUMN organisation.name              IS 'as the register it stands in writes it';
COMMENT ON COLUMN organisation.organisation_type IS 'what kind of body it is; decides what it may do';
COMMENT ON COLUMN organisation.curie             IS 'as planning.data.gov.uk names it: local-authority:CMD';
COMMENT ON COLUMN organisation.gss_code          IS 'code of the area it governs (Office for National Statistics)';
COMMENT ON COLUMN organisation.rp_code           IS 'number given by the Regulator of Social Housing';
COMMENT ON COLUMN organisation.rp_designation    IS 'the Regulator''s designation of a registered provider';
COMMENT ON COLUMN organisation.corporate_form    IS 'legal form';
COMMENT ON COLUMN organisation.charity_number    IS 'in the register of charities';
COMMENT ON COLUMN organisation.company_number    IS 'at Companies House';
COMMENT ON COLUMN organisation.mutuals_number    IS 'in the Mutuals Public Register';
COMMENT ON COLUMN organisation.size_band         IS 'homes it holds in all, in bands';
COMMENT ON COLUMN organisation.origin            IS 'traditional association, or made by the transfer of council stock';
COMMENT ON COLUMN organisation.website           IS 'an address that begins with http:// or https://';
COMMENT ON COLUMN organisation.start_date        IS 'the day it was registered';
COMMENT ON COLUMN organisation.end_date          IS 'the day its registration ended';
COMMENT ON COLUMN organisation.entry_date        IS 'the day this record was last changed';
COMMENT ON COLUMN organisation.named_by_home     IS 'made because a home in a file named it; the public knows of it only once it publishes a home';
COMMENT ON COLUMN organisation.source_id         IS 'where the facts of this row come from';
COMMENT ON COLUMN organisation.import_id         IS 'the import that wrote the row last; NULL for plain SQL';
COMMENT ON COLUMN organisation.valid_from        IS 'since when the row stands as it is';
COMMENT ON COLUMN organisation.search_key        IS 'the name as search compares it';

COMMENT ON COLUMN organisation_succession.from_id   IS 'the body that was';
COMMENT ON COLUMN organisation_succession.to_id     IS 'the body that took over';
COMMENT ON COLUMN organisation_succession.kind      IS 'how';
COMMENT ON COLUMN organisation_succession.date      IS 'from when';
COMMENT ON COLUMN organisation_succession.source_id IS 'who says so';

COMMENT ON COLUMN boundary.id            IS 'internal key; never shown, since a sequence would tell how many rows there are';
COMMENT ON COLUMN boundary.ref           IS 'the slug in this server''s addresses; given once, never reused';
COMMENT ON COLUMN boundary.kind          IS 'what it bounds';
COMMENT ON COLUMN boundary.code          IS 'GSS code, or the code its publisher gives';
COMMENT ON COLUMN boundary.code_year     IS 'the year of that code: codes change with reorganisation';
COMMENT ON COLUMN boundary.name          IS 'as published';
COMMENT ON COLUMN boundary.name_cy       IS 'the name in Welsh';
COMMENT ON COLUMN boundary.parent_code   IS 'code of the area it lies in';
COMMENT ON COLUMN boundary.has_council   IS 'parishes only: whether the parish has a council; unknown is said as such on screen';
COMMENT ON COLUMN boundary.relevant_body IS 'parishes: the council that may apply for a neighbourhood area';
COMMENT ON COLUMN boundary.start_date    IS 'the day it came into force or being';
COMMENT ON COLUMN boundary.end_date      IS 'the day it ceased; NULL while it stands';
COMMENT ON COLUMN boundary.entry_date    IS 'the day this record was last changed';
COMMENT ON COLUMN boundary.geom          IS 'EPSG:27700, whole millimetres';
COMMENT ON COLUMN boundary.geom_4326     IS 'geom in WGS 84, projected by terrier; NULL until that is done';
COMMENT ON COLUMN boundary.geom_3857     IS 'geom in Web Mercator, projected by terrier; NULL until that is done';
COMMENT ON COLUMN boundary.source_crs    IS 'the coordinate system that the row came in';
COMMENT ON COLUMN boundary.source_geom   IS 'the geometry as it came, in its own coordinate system; NULL where that was EPSG:27700 to the millimetre';
COMMENT ON COLUMN boundary.source_id     IS 'where the facts of this row come from';
COMMENT ON COLUMN boundary.import_id     IS 'the import that wrote the row last; NULL for plain SQL';
COMMENT ON COLUMN boundary.valid_from    IS 'since when the row stands as it is';
COMMENT ON COLUMN boundary.search_key    IS 'the name as search compares it';

COMMENT ON COLUMN home.id                  IS 'internal key; never shown, since a sequence would tell how many rows there are';
COMMENT ON COLUMN home.owner_id            IS 'the association that owns it; counts go by owner';
COMMENT ON COLUMN home.manager_id          IS 'the association that manages it, where that is another';
COMMENT ON COLUMN home.provider_ref        IS 'the owner''s own reference, unique within the owner';
COMMENT ON COLUMN home.uprn                IS 'unique property reference number: up to 12 digits, no leading zeros';
COMMENT ON COLUMN home.parent_uprn         IS 'of the building it is part of';
COMMENT ON COLUMN home.address_text        IS 'never public, and never kept for a withheld home';
COMMENT ON COLUMN home.postcode            IS 'in its usual form: upper case, one space';
COMMENT ON COLUMN home.needs_category      IS 'general needs, supported housing or housing for older people';
COMMENT ON COLUMN home.tenure              IS 'the terms it is held on (CORE rent and sales products)';
COMMENT ON COLUMN home.home_type           IS 'CORE unit type';
COMMENT ON COLUMN home.built               IS 'purpose built or converted';
COMMENT ON COLUMN home.bedrooms            IS '1 to 12; a bedsit has 1';
COMMENT ON COLUMN home.bedsit              IS 'one room for living and sleeping';
COMMENT ON COLUMN home.bedspaces           IS 'counted apart for shared supported housing';
COMMENT ON COLUMN home.wheelchair_standard IS 'built or adapted to wheelchair standard';
COMMENT ON COLUMN home.floor               IS '0 is the ground floor';
COMMENT ON COLUMN home.build_year_band     IS 'when it was built';
COMMENT ON COLUMN home.epc                 IS 'energy certificate band; none where there is no certificate, NULL where it is not said';
COMMENT ON COLUMN home.epc_score           IS '1 to 100';
COMMENT ON COLUMN home.epc_lodgement_date  IS 'when the certificate was lodged';
COMMENT ON COLUMN home.ownership           IS 'owned, managed for another, or leased in';
COMMENT ON COLUMN home.occupancy           IS 'never public';
COMMENT ON COLUMN home.as_at_date          IS 'the day the owner''s return describes, normally 31 March';
COMMENT ON COLUMN home.sensitivity         IS 'published: exact for everyone; open: public in protected sums; restricted: owner and authority under agreement; withheld: owner only';
COMMENT ON COLUMN home.authority           IS 'GSS code of the local authority it stands in';
COMMENT ON COLUMN home.position            IS 'given: coordinates of the home; postcode: the centre of its postcode';
COMMENT ON COLUMN home.geom                IS 'EPSG:27700, whole millimetres';
COMMENT ON COLUMN home.geom_4326           IS 'geom in WGS 84, projected by terrier; NULL until that is done';
COMMENT ON COLUMN home.geom_3857           IS 'geom in Web Mercator, projected by terrier; NULL until that is done';
COMMENT ON COLUMN home.source_crs          IS 'the coordinate system that the row came in';
COMMENT ON COLUMN home.source_x            IS 'first coordinate as it came, in source_crs';
COMMENT ON COLUMN home.source_y            IS 'second coordinate as it came, in source_crs';
COMMENT ON COLUMN home.source_id           IS 'where the facts of this row come from';
COMMENT ON COLUMN home.import_id           IS 'the import that wrote the row last; NULL for plain SQL';
COMMENT ON COLUMN home.valid_from          IS 'since when the row stands as it is';

COMMENT ON COLUMN community_asset.id                  IS 'internal key; never shown, since a sequence would tell how many rows there are';
COMMENT ON COLUMN community_asset.ref                 IS 'the slug in this server''s addresses; given once, never reused';
COMMENT ON COLUMN community_asset.organisation_id     IS 'who keeps the list this asset stands in';
COMMENT ON COLUMN community_asset.reference           IS 'that list''s own reference';
COMMENT ON COLUMN community_asset.name                IS 'as the list writes it';
COMMENT ON COLUMN community_asset.address_text        IS 'as the list writes it';
COMMENT ON COLUMN community_asset.postcode            IS 'in its usual form: upper case, one space';
COMMENT ON COLUMN community_asset.description         IS 'what it is and what happens there';
COMMENT ON COLUMN community_asset.asset_kind          IS 'what kind of place it is';
COMMENT ON COLUMN community_asset.uprn                IS 'unique property reference number: up to 12 digits, no leading zeros';
COMMENT ON COLUMN community_asset.title_number        IS 'at HM Land Registry';
COMMENT ON COLUMN community_asset.owner_name          IS 'as the list names the owner';
COMMENT ON COLUMN community_asset.owner_kind          IS 'what kind of owner that is';
COMMENT ON COLUMN community_asset.occupier            IS 'who uses it';
COMMENT ON COLUMN community_asset.present_use         IS 'Transparency Code: what it is used for';
COMMENT ON COLUMN community_asset.tenure              IS 'how its owner holds the land: freehold, leasehold';
COMMENT ON COLUMN community_asset.website             IS 'an address that begins with http:// or https://';
COMMENT ON COLUMN community_asset.date_of_acquisition IS 'Transparency Code';
COMMENT ON COLUMN community_asset.cost_pence          IS 'cost of acquisition or proxy value (Transparency Code), in pence';
COMMENT ON COLUMN community_asset.start_date          IS 'the day it came into force or being';
COMMENT ON COLUMN community_asset.end_date            IS 'the day it ceased; NULL while it stands';
COMMENT ON COLUMN community_asset.entry_date          IS 'the day this record was last changed';
COMMENT ON COLUMN community_asset.notes               IS 'anything else that its keeper says';
COMMENT ON COLUMN community_asset.position            IS 'given: coordinates or outline of the asset; postcode: the centre of its postcode';
COMMENT ON COLUMN community_asset.geom                IS 'point or outline, EPSG:27700, whole millimetres';
COMMENT ON COLUMN community_asset.point               IS 'where its pin stands: the point given, or a point on the surface of its outline';
COMMENT ON COLUMN community_asset.geom_4326           IS 'geom in WGS 84, projected by terrier; NULL until that is done';
COMMENT ON COLUMN community_asset.geom_3857           IS 'geom in Web Mercator, projected by terrier; NULL until that is done';
COMMENT ON COLUMN community_asset.point_3857          IS 'point in Web Mercator, projected by terrier';
COMMENT ON COLUMN community_asset.source_crs          IS 'the coordinate system that the row came in';
COMMENT ON COLUMN community_asset.source_geom         IS 'the geometry as it came, in its own coordinate system';
COMMENT ON COLUMN community_asset.source_id           IS 'where the facts of this row come from';
COMMENT ON COLUMN community_asset.import_id           IS 'the import that wrote the row last; NULL for plain SQL';
COMMENT ON COLUMN community_asset.valid_from          IS 'since when the row stands as it is';
COMMENT ON COLUMN community_asset.search_key          IS 'the name as search compares it';

COMMENT ON COLUMN neighbourhood_plan_area.id                           IS 'internal key; never shown, since a sequence would tell how many rows there are';
COMMENT ON COLUMN neighbourhood_plan_area.ref                          IS 'the slug in this server''s addresses; given once, never reused';
COMMENT ON COLUMN neighbourhood_plan_area.organisation_id              IS 'the local planning authority that received the application';
COMMENT ON COLUMN neighbourhood_plan_area.reference                    IS 'that authority''s own reference';
COMMENT ON COLUMN neighbourhood_plan_area.name                         IS 'as applied for or designated';
COMMENT ON COLUMN neighbourhood_plan_area.name_cy                      IS 'the name in Welsh';
COMMENT ON COLUMN neighbourhood_plan_area.relevant_body                IS 'who applied: a parish council or forum';
COMMENT ON COLUMN neighbourhood_plan_area.relevant_body_type           IS 'what kind of body that is';
COMMENT ON COLUMN neighbourhood_plan_area.area_kind                    IS 'residential, or business (section 61H)';
COMMENT ON COLUMN neighbourhood_plan_area.stage                        IS 'how far the area and its plan have come';
COMMENT ON COLUMN neighbourhood_plan_area.application_received_date    IS 'regulation 5';
COMMENT ON COLUMN neighbourhood_plan_area.first_publicised_date        IS 'regulation 6; the clock starts the day after';
COMMENT ON COLUMN neighbourhood_plan_area.representations_close_date   IS 'not less than six weeks from first publicised';
COMMENT ON COLUMN neighbourhood_plan_area.decision                     IS 'the authority''s decision on the area';
COMMENT ON COLUMN neighbourhood_plan_area.decision_date                IS 'when it was taken';
COMMENT ON COLUMN neighbourhood_plan_area.made_date                    IS 'when the plan was made';
COMMENT ON COLUMN neighbourhood_plan_area.reasons                      IS 'for refusing or changing the area';
COMMENT ON COLUMN neighbourhood_plan_area.statement_of_appropriateness IS 'regulation 5(1)(b): why the area is appropriate';
COMMENT ON COLUMN neighbourhood_plan_area.supersedes_id                IS 'the area it takes the place of';
COMMENT ON COLUMN neighbourhood_plan_area.documentation_url            IS 'where its documents are';
COMMENT ON COLUMN neighbourhood_plan_area.notes                        IS 'anything else that its keeper says';
COMMENT ON COLUMN neighbourhood_plan_area.start_date                   IS 'the day it came into force or being';
COMMENT ON COLUMN neighbourhood_plan_area.end_date                     IS 'the day it ceased; NULL while it stands';
COMMENT ON COLUMN neighbourhood_plan_area.entry_date                   IS 'the day this record was last changed';
COMMENT ON COLUMN neighbourhood_plan_area.geom                         IS 'of the newest version in area_version; EPSG:27700, whole millimetres';
COMMENT ON COLUMN neighbourhood_plan_area.geom_4326                    IS 'geom in WGS 84, projected by terrier; NULL until that is done';
COMMENT ON COLUMN neighbourhood_plan_area.geom_3857                    IS 'geom in Web Mercator, projected by terrier; NULL until that is done';
COMMENT ON COLUMN neighbourhood_plan_area.source_crs                   IS 'the coordinate system that the row came in';
COMMENT ON COLUMN neighbourhood_plan_area.source_geom                  IS 'the geometry as it came, in its own coordinate system';
COMMENT ON COLUMN neighbourhood_plan_area.source_id                    IS 'where the facts of this row come from';
COMMENT ON COLUMN neighbourhood_plan_area.import_id                    IS 'the import that wrote the row last; NULL for plain SQL';
COMMENT ON COLUMN neighbourhood_plan_area.valid_from                   IS 'since when the row stands as it is';
COMMENT ON COLUMN neighbourhood_plan_area.search_key                   IS 'the name as search compares it';

COMMENT ON COLUMN neighbourhood_plan_area_authority.area_id         IS 'the area';
COMMENT ON COLUMN neighbourhood_plan_area_authority.organisation_id IS 'a local planning authority it lies in';

COMMENT ON COLUMN area_version.area_id        IS 'the area';
COMMENT ON COLUMN area_version.number         IS '1, 2, 3 ... within the area';
COMMENT ON COLUMN area_version.geom           IS 'EPSG:27700, whole millimetres';
COMMENT ON COLUMN area_version.author         IS 'who drew or brought it';
COMMENT ON COLUMN area_version.created_at     IS 'when';
COMMENT ON COLUMN area_version.reason         IS 'why the shape was changed';
COMMENT ON COLUMN area_version.parent_version IS 'the version it was made from';
COMMENT ON COLUMN area_version.status         IS 'what it was when it was kept';
COMMENT ON COLUMN area_version.sha256         IS 'of the canonical WKB (ST_Normalize, little endian) in EPSG:27700';
COMMENT ON COLUMN area_version.import_id      IS 'the import that wrote the row last; NULL for plain SQL';

COMMENT ON COLUMN place.id            IS 'internal key; never shown, since a sequence would tell how many rows there are';
COMMENT ON COLUMN place.kind          IS 'postcode, street or settlement';
COMMENT ON COLUMN place.reference     IS 'unique within the kind; a postcode is its own';
COMMENT ON COLUMN place.name          IS 'as shown';
COMMENT ON COLUMN place.name_cy       IS 'the name in Welsh';
COMMENT ON COLUMN place.context       IS 'what tells two of the same name apart, such as the settlement of a street';
COMMENT ON COLUMN place.geom          IS 'EPSG:27700, whole millimetres';
COMMENT ON COLUMN place.geom_4326     IS 'geom in WGS 84, projected by terrier; NULL until that is done';
COMMENT ON COLUMN place.geom_3857     IS 'geom in Web Mercator, projected by terrier; NULL until that is done';
COMMENT ON COLUMN place.extent        IS 'how far it reaches, EPSG:27700';
COMMENT ON COLUMN place.source_id     IS 'where the facts of this row come from';
COMMENT ON COLUMN place.import_id     IS 'the import that wrote the row last; NULL for plain SQL';
COMMENT ON COLUMN place.valid_from    IS 'since when the row stands as it is';
COMMENT ON COLUMN place.search_key    IS 'the name as search compares it';
COMMENT ON COLUMN place.search_key_cy IS 'the Welsh name as search compares it';

COMMENT ON COLUMN basemap.id        IS 'internal key; never shown, since a sequence would tell how many rows there are';
COMMENT ON COLUMN basemap.layer     IS 'water, green, building, road, rail or label';
COMMENT ON COLUMN basemap.kind      IS 'what it is within its layer: main or minor road, river, park, settlement ...';
COMMENT ON COLUMN basemap.name      IS 'shown where the layer has labels';
COMMENT ON COLUMN basemap.name_cy   IS 'the name in Welsh';
COMMENT ON COLUMN basemap.min_zoom  IS 'drawn from this zoom';
COMMENT ON COLUMN basemap.geom      IS 'EPSG:27700';
COMMENT ON COLUMN basemap.geom_3857 IS 'geom in Web Mercator, projected by terrier; NULL until that is done';
COMMENT ON COLUMN basemap.source_id IS 'where the facts of this row come from';
COMMENT ON COLUMN basemap.import_id IS 'the import that wrote the row last; NULL for plain SQL';
RESET ROLE;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
