package cli

func (c *claimsCmd) falls(s *session) error { return nil }
