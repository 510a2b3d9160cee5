-- Invented rows of every table, for the schema of the first landed version (migrations 1 to 4). See README.md here.
INSERT INTO source (publisher, licence, as_at, retrieved_at, sha256, url, attribution_text)
VALUES ('Cyngor Dyffryn Collen', 'ogl-v3', '2026-03-31', '2026-04-01 09:00Z', repeat('a1', 32), 'https://example.org/tai.csv', 'Dyffryn Collen');
INSERT INTO import (kind, file_name, sha256, source_id, mapping, accepted, refused, who, applied_at)
VALUES ('homes', 'tai.csv', repeat('a1', 32), 1, '{"reference": "Cyfeirnod"}', 4, 1, 'clerk', '2026-04-01 09:00Z'),
       ('assets', 'assets.csv', repeat('b2', 32), 1, '{}', 2, 0, 'clerk', '2026-04-01 09:05Z');
INSERT INTO setting (name, value) VALUES ('note', 'first');

INSERT INTO organisation (ref, reference, name, organisation_type, source_id, import_id, named_by_home)
VALUES (give_ref('associations', 'Tŷ Cŵn Cymdeithas Tai'), 'TC1', 'Tŷ Cŵn Cymdeithas Tai', 'registered-provider', 1, 1, true),
       (give_ref('associations', 'Hollin Homes'), 'HH1', 'Hollin Homes', 'registered-provider', 1, 1, false),
       (give_ref('associations', 'Cyngor Dyffryn Collen'), 'DC1', 'Cyngor Dyffryn Collen', 'local-authority', 1, NULL, false);
INSERT INTO organisation_succession VALUES (1, 2, 'merger', '2025-04-01', 1);
UPDATE organisation SET website = 'https://example.org/ty' WHERE id = 1;

INSERT INTO boundary (ref, kind, code, name, name_cy, has_council, geom, source_crs, source_id)
SELECT give_ref('boundaries', 'Collen'), 'parish', 'W04000001', 'Collen', 'Cŷm Collen', 'yes', g, 'EPSG:27700', 1
  FROM ST_GeomFromText('MULTIPOLYGON(((300000 300000,301000 300000,301000 301000,300000 301000,300000 300000)))', 27700) g;
UPDATE boundary SET name = 'Collen Fawr';

INSERT INTO home (owner_id, provider_ref, address_text, postcode, tenure, bedrooms, as_at_date, sensitivity, geom, source_crs, source_id, import_id)
VALUES (1, 'T-1', '1 Ffordd y Môr', 'LL13 9XX', 'social-rent', 2, '2026-03-31', 'published', ST_Point(300100.001, 300100, 27700), 'EPSG:27700', 1, 1),
       (1, 'T-2', NULL, NULL, 'specified-accommodation', 1, '2026-03-31', 'withheld', ST_Point(300200, 300200.5, 27700), 'EPSG:27700', 1, 1),
       (2, 'H-1', '2 High Street', 'LL13 9XY', 'affordable-rent', 3, '2026-03-31', 'open', ST_Point(300300, 300300, 27700), 'EPSG:27700', 1, 1),
       (2, 'H-2', '3 High Street', 'LL13 9XY', 'market-rent', NULL, '2026-03-31', 'open', ST_Point(300400, 300300, 27700), 'EPSG:27700', 1, 1);
UPDATE home SET bedrooms = 3 WHERE provider_ref = 'T-1';
DELETE FROM home WHERE provider_ref = 'H-2';

INSERT INTO community_asset (ref, organisation_id, reference, name, asset_kind, geom, point, source_crs, source_id, import_id)
SELECT give_ref('assets', n), 3, r, n, k, p, p, 'EPSG:27700', 1, 2
  FROM (VALUES ('A1', 'Neuadd y Pentref', 'hall', ST_Point(300500, 300500, 27700)), ('A2', 'Red Lion', 'pub', ST_Point(300600, 300500, 27700))) v (r, n, k, p);
UPDATE community_asset SET present_use = 'closed' WHERE reference = 'A2';
DELETE FROM community_asset WHERE reference = 'A2';

INSERT INTO neighbourhood_plan_area (ref, organisation_id, reference, name, name_cy, stage, decision, decision_date, geom, source_crs, source_id)
SELECT give_ref('areas', 'Hollin Vale'), 3, 'P1', 'Hollin Vale', 'Dyffryn Celyn', 'designated', 'designated', '2026-01-15', g, 'EPSG:27700', 1
  FROM ST_GeomFromText('MULTIPOLYGON(((300000 300000,300800 300000,300800 300800,300000 300800,300000 300000)))', 27700) g;
UPDATE neighbourhood_plan_area SET notes = 'Ymgynghoriad' WHERE reference = 'P1';
INSERT INTO neighbourhood_plan_area_authority VALUES (1, 3);
INSERT INTO area_version (area_id, number, geom, author, reason, status, sha256)
SELECT 1, 1, geom, 'clerk', 'imported', 'designated', repeat('c3', 32) FROM neighbourhood_plan_area;

INSERT INTO place (kind, reference, name, name_cy, geom, source_id)
VALUES ('postcode', 'LL139XX', 'LL13 9XX', NULL, ST_Point(300100, 300100, 27700), 1),
       ('settlement', 'collen', 'Collen', 'Collen Fawr ŵ ŷ', ST_Point(300500, 300500, 27700), 1);
INSERT INTO basemap (layer, kind, name, min_zoom, geom, source_id) VALUES ('road', 'minor', 'Ffordd y Môr', 13,
       ST_GeomFromText('LINESTRING(300000 300100, 301000 300100)', 27700), 1);
