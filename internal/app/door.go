package app

import (
	"context"
	"log/slog"
	"os"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/keys"
)

// letterBox gives the archive as strangers meet it: what they hand in is sealed in
// this process and recorded for all who come at once.
func (p *parts) letterBox() (*flow.LetterBox, error) {
	gather := flow.NewGather(p.archive, flow.DoorActor())
	return flow.NewLetterBox(p.archive, keys.NewCodes(p.set.Origin), gather, flow.NewSigning(p.archive, gather))
}

// tendEvery is how often the door is tended while something is served.
const tendEvery = 24 * time.Hour

// tend does what the archive's policy says of what strangers handed in, and asks for
// others' word on the newest checkpoint, once a day and when serving begins, so that
// it holds without anybody typing it. What fails is tried again the next day, and can
// be done by hand: sanad door expire, sanad checkpoint cosign and stamp.
func (p *parts) tend(ctx context.Context) {
	for {
		if err := p.tendOnce(ctx, time.Now()); err != nil && ctx.Err() == nil {
			slog.New(slog.NewTextHandler(os.Stderr, nil)).Error("the door is not tended", "kind", fail.Of(err))
		}
		if err := p.vouch(ctx); err != nil && ctx.Err() == nil {
			slog.New(slog.NewTextHandler(os.Stderr, nil)).Error("others did not vouch for the newest checkpoint", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(tendEvery):
		}
	}
}

// tendOnce ends the threads that are silent for too long, in the name of the door,
// and removes what was never sent. Where no door was ever opened there is neither,
// and no account of the door.
func (p *parts) tendOnce(ctx context.Context, now time.Time) error {
	var doors []intake.DoorNow
	err := p.book.Look(ctx, func(ctx context.Context, s flow.State) (err error) {
		doors, err = s.Doors(ctx)
		return err
	})
	if err != nil || len(doors) == 0 {
		return err
	}
	if days := p.set.Door.threadDays(); days > 0 {
		if _, err := flow.ExpireThreads(ctx, p.archive, flow.DoorActor(), now.AddDate(0, 0, -days)); err != nil {
			return err
		}
	}
	_, err = flow.DropUnsent(ctx, p.archive, flow.DoorActor(), now)
	return err
}

// threadDays is after how many days without a message a thread ends; less than 1:
// only by hand.
func (d doorSettings) threadDays() int {
	if d.ThreadDays == 0 {
		return 365
	}
	return d.ThreadDays
}
