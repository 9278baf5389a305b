-- One ticket may be for several cases: somebody brings the cards of their neighbours along.
CREATE TABLE ticket_cases (
    ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    PRIMARY KEY (ticket_id, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_cases_case ON ticket_cases (case_id);
INSERT INTO ticket_cases (ticket_id, case_id) SELECT id, case_id FROM tickets WHERE case_id IS NOT NULL;
DROP INDEX tickets_case;
ALTER TABLE tickets DROP COLUMN case_id;
