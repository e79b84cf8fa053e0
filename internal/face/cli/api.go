package cli

import "sanad/internal/ground/fail"

type apiCmd struct {
	Openapi apiOpenapiCmd `cmd:"" help:"Print the description of the API (OpenAPI 3.1)."`
}

type apiOpenapiCmd struct{}

// Run prints the description as every desk serves it; it is JSON in any case.
func (c *apiOpenapiCmd) Run(s *session) error {
	data, err := s.Document()
	if err != nil {
		return err
	}
	s.printed = true
	if _, err := s.Out.Write(data); err != nil {
		return fail.New(fail.Failed, "writing the answer: %w", err)
	}
	return nil
}
