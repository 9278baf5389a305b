-- Papers that were given to the printer, until it is known what became of them.
CREATE TABLE papers_begun (
    hall TEXT NOT NULL,
    day INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hall, day, terminal, number)
) STRICT, WITHOUT ROWID;
