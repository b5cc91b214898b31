"""Pages of the supporters' room: public, the supporter's own, the staff's, the papers desk."""
