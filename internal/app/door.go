package app

import (
	"sanad/internal/flow"
	"sanad/internal/tool/keys"
)

// letterBox gives the archive as strangers meet it: what they hand in is sealed in
// this process and recorded for all who come at once.
func (p *parts) letterBox() (*flow.LetterBox, error) {
	gather := flow.NewGather(p.archive, flow.DoorActor())
	return flow.NewLetterBox(p.archive, keys.NewCodes(p.set.Origin), gather, flow.NewSigning(p.archive, gather))
}

// threadDays is after how many days without a message a thread ends.
func (d doorSettings) threadDays() int {
	if d.ThreadDays == 0 {
		return 365
	}
	return d.ThreadDays
}
