"""Books kept in SQL: SQLite in a file, PostgreSQL on a server. The only room that knows SQLAlchemy."""
