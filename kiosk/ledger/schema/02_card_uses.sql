-- How often which kind of card was laid on: counts only.
CREATE TABLE card_uses (
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (hall, day, terminal, kind)
) STRICT, WITHOUT ROWID;
