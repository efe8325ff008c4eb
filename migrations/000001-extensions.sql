-- Search without diacritics compares folded text; trigrams forgive a slip of the finger.
create extension if not exists pg_trgm with schema public;
