-- The latest moment that was believed, by this machine's clock (kiosk/policy/clock_rule.h).
ALTER TABLE ledger ADD COLUMN latest_seen INTEGER;
