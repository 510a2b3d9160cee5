-- +goose Up
-- Who reads what, and the indexes that their questions need.
SET LOCAL ROLE terrier_owner;

-- What the public may know of a home. Its owner's rights let it pass the policies below; terrier_public has no right on home
-- itself, so no query of the public server can reach another row or column.
CREATE VIEW published_home AS
SELECT id, owner_id, tenure, home_type, bedrooms, bedsit, epc, needs_category, build_year_band, as_at_date, source_id, geom, geom_3857
  FROM home
 WHERE sensitivity = 'published';
COMMENT ON VIEW published_home IS 'the homes whose owners publish them, with the columns that are public';

ALTER TABLE home ENABLE ROW LEVEL SECURITY;
ALTER TABLE home_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY load ON home TO terrier_load USING (true) WITH CHECK (true);
CREATE POLICY load ON home_version TO terrier_load USING (true) WITH CHECK (true);
-- An exact reader sees its own homes, and those of owners it holds an agreement with save withheld ones.
CREATE POLICY exact ON home FOR SELECT TO terrier_exact
    USING (owner_id = ANY (string_to_array(nullif(current_setting('terrier.owners', true), ''), ',')::bigint[])
           AND (sensitivity <> 'withheld'
                OR owner_id = ANY (string_to_array(nullif(current_setting('terrier.own', true), ''), ',')::bigint[])));

-- An organisation known only from homes that are not published would give those homes away.
ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON organisation TO terrier_load, terrier_write, terrier_exact USING (true) WITH CHECK (true);
CREATE POLICY public ON organisation FOR SELECT TO terrier_public
    USING (NOT named_by_home OR EXISTS (SELECT FROM published_home p WHERE p.owner_id = organisation.id));

CREATE INDEX home_geom_published ON home USING gist (geom) WHERE sensitivity = 'published';
CREATE INDEX home_geom_3857_published ON home USING gist (geom_3857) WHERE sensitivity = 'published';
CREATE INDEX home_owner ON home (owner_id) WHERE sensitivity = 'published';
CREATE INDEX home_uprn ON home (uprn);
CREATE INDEX home_to_project ON home (id) WHERE geom_3857 IS NULL;
CREATE INDEX asset_geom ON community_asset USING gist (geom);
CREATE INDEX asset_geom_3857 ON community_asset USING gist (geom_3857);
CREATE INDEX asset_to_project ON community_asset (id) WHERE geom_3857 IS NULL;
CREATE INDEX area_geom ON neighbourhood_plan_area USING gist (geom);
CREATE INDEX area_geom_3857 ON neighbourhood_plan_area USING gist (geom_3857);
CREATE INDEX area_to_project ON neighbourhood_plan_area (id) WHERE geom_3857 IS NULL;
CREATE INDEX boundary_geom ON boundary USING gist (geom);
CREATE INDEX boundary_geom_3857 ON boundary USING gist (geom_3857);
CREATE INDEX boundary_to_project ON boundary (id) WHERE geom_3857 IS NULL;
CREATE INDEX place_geom ON place USING gist (geom);
CREATE INDEX place_to_project ON place (id) WHERE geom_3857 IS NULL;
CREATE INDEX basemap_geom_3857 ON basemap USING gist (geom_3857);
CREATE INDEX basemap_to_project ON basemap (id) WHERE geom_3857 IS NULL;

-- search as one types: a prefix of the key, or a near miss by trigrams
CREATE INDEX place_key ON place (search_key text_pattern_ops);
CREATE INDEX place_key_cy ON place (search_key_cy text_pattern_ops) WHERE search_key_cy IS NOT NULL;
CREATE INDEX place_trigram ON place USING gin (search_key gin_trgm_ops);
CREATE INDEX asset_trigram ON community_asset USING gin (search_key gin_trgm_ops);
CREATE INDEX area_trigram ON neighbourhood_plan_area USING gin (search_key gin_trgm_ops);
CREATE INDEX boundary_trigram ON boundary USING gin (search_key gin_trgm_ops);
CREATE INDEX organisation_trigram ON organisation USING gin (search_key gin_trgm_ops);

GRANT SELECT ON organisation, organisation_succession, boundary, community_asset, neighbourhood_plan_area,
                neighbourhood_plan_area_authority, area_version, place, basemap, published_home
             TO terrier_public, terrier_exact;
GRANT SELECT ON organisation, boundary, neighbourhood_plan_area, place, setting TO terrier_write;
GRANT SELECT ON home TO terrier_exact;
GRANT SELECT, INSERT, UPDATE, DELETE ON organisation, organisation_succession, boundary, home, community_asset,
                neighbourhood_plan_area, neighbourhood_plan_area_authority, place, basemap TO terrier_load;
GRANT SELECT, INSERT ON area_version TO terrier_load;
GRANT SELECT ON home_version, community_asset_version, boundary_version, neighbourhood_plan_area_version, organisation_version, published_home TO terrier_load;
RESET ROLE;
GRANT SELECT ON goose_db_version TO terrier_load, terrier_write, terrier_exact, terrier_public;

-- +goose Down
SELECT 1 / 0; -- a register is not taken back by a migration: restore a backup
