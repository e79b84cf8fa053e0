package cli

type doorServeCmd struct {
	Listen string `help:"Address and port; this machine only, unless another address is given." default:"127.0.0.1:8090"`
}

func (c *doorServeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return a.ServeDoor(s.ctx, c.Listen, func(address string) { s.announce(Served{Address: address}) })
	})
}
