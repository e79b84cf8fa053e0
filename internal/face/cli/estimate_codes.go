package cli

import (
	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
)

type estimateCodesCmd struct{}

// codeView is what a code, or a sign of statistics, means.
type codeView struct {
	Code  string `json:"code"`
	Means string `json:"means"`
}

// Run explains what stands in the warnings of estimates. It needs no archive.
func (c *estimateCodesCmd) Run(s *session) error {
	all, err := words.Load()
	if err != nil {
		return err
	}
	var lines []codeView
	for _, code := range estimate.Codes() {
		lines = append(lines, codeView{string(code), code.Says()})
	}
	for _, sign := range []string{"bic", "fit", "rhat", "draws", "link", "merged", "odds"} {
		lines = append(lines, codeView{all[words.English].Term("estimate.sign", sign), all[words.English].Term("estimate.sign.means", sign)})
	}
	for _, line := range lines {
		if err := s.answer(line, func() { s.sayf("%s  %s", line.Code, line.Means) }); err != nil {
			return err
		}
	}
	return nil
}
