package cli

type initCmd struct {
	Dir   string `arg:"" help:"The folder to make the archive in; new or empty."`
	Name  string `required:"" help:"The archive's name."`
	User  string `help:"Handle of the first account; not a person's name." default:"founder"`
	DB    string `name:"db" help:"PostgreSQL database instead of SQLite." placeholder:"postgres://..."`
	Blobs string `help:"S3 bucket for originals instead of this disk." placeholder:"s3://..."`
}

func (c *initCmd) Run(s *session) error {
	out, err := s.Init(s.ctx, InitRequest{Dir: c.Dir, Name: c.Name, User: c.User, DB: c.DB, Blobs: c.Blobs})
	if err != nil {
		return err
	}
	return s.answer(out, func() {
		s.sayf("made the archive %s", out.Archive)
		s.sayf("ledger: %s", out.Origin)
		s.sayf("public key, to be published elsewhere too: %s", out.Key)
		s.sayf("its fingerprint: %s", out.Fingerprint)
		s.sayf("first account: %s (for the browser, give it a password: sanad user password %s)", out.User, out.User)
		s.sayf("next: sanad --archive %s add FOLDER --source NAME", out.Archive)
	})
}
