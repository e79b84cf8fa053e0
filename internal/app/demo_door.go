package app

import (
	"context"
	"errors"
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/flow"
)

// demoLetter is something that an invented stranger hands in.
type demoLetter struct {
	lang, what, name string
	uses             []intake.Use
	file             string
}

func demoLetters() []demoLetter {
	kept := []intake.Use{intake.ToKeep, intake.ToUN, intake.ToPublish}
	flood := demoLetter{lang: "en", what: "Everything you read about the mill is a lie. Close this page."}
	return []demoLetter{
		{"fa", "پسرم را در پاییز آن سال از آسیاب کهنه بردند. از آن پس خبری از او نداریم. نامهٔ پیوست تنها چیزی است که مانده.", "ماهین سهرابی", kept, "نامه‌ای که مانده است: «مادر، نگران نباش.»\n"},
		{"ar", "كنت حارسًا في المستودع ورأيت الشاحنات تخرج ليلًا ثلاث مرات.", "", kept, ""},
		flood, flood, flood,
	}
}

// strangers opens a door, hands in some letters there, answers one of them, and
// has its giver come back.
func (d *demonstration) strangers(ctx context.Context) error {
	_, err := flow.OpenDoor(ctx, d.p.archive, d.founder, intake.DoorOpened{Door: "families",
		Title: map[string]string{"en": "The families of the old mill", "fa": "خانواده‌های آسیاب کهنه", "ar": "عائلات الطاحونة القديمة"},
		About: map[string]string{"en": "Everything here is invented. One key holder of the demonstration reads what is handed in.",
			"fa": "این‌جا همه‌چیز ساختگی است. یک دارندهٔ کلیدِ نمایش آنچه را می‌فرستید می‌خواند.", "ar": "كل شيء هنا مُتخيَّل. حامل مفتاح واحد في العرض يقرأ ما يُسلَّم."}})
	if err != nil {
		return err
	}
	box, err := d.p.letterBox()
	if err != nil {
		return err
	}
	var codes [][]int
	for _, l := range demoLetters() {
		receipt, err := l.hand(ctx, box)
		if err != nil {
			return err
		}
		codes = append(codes, receipt.Code)
	}
	words := strings.Join(code.Words(codes[0], "fa"), " ")
	if err := d.correspond(ctx, box, words); err != nil {
		return err
	}
	d.truth["door"] = map[string]any{"door": "families", "submissions": len(codes), "code": words}
	d.say("at the door families: %d letters of invented strangers, sealed; three are alike; one is answered, and its giver came back", len(codes))
	return nil
}

func (l demoLetter) hand(ctx context.Context, box intake.Box) (intake.Receipt, error) {
	letter, err := box.Letter(ctx, "families")
	if err != nil {
		return intake.Receipt{}, err
	}
	s := intake.Story{Language: l.lang, Fields: []intake.Field{{Name: "what", Value: l.what}}, Consent: intake.Consent{Uses: l.uses, Words: "consent/1"}}
	if l.name != "" {
		s.Giver = []intake.Field{{Name: "name", Value: l.name}}
	}
	if l.file != "" {
		err = letter.File("letter.txt", strings.NewReader(l.file))
	}
	if err = errors.Join(err, letter.Tell(s)); err != nil {
		return intake.Receipt{}, errors.Join(err, letter.Abandon())
	}
	return letter.Send(ctx)
}

// correspond answers the first letter, and adds to it as its giver would.
func (d *demonstration) correspond(ctx context.Context, box intake.Box, words string) error {
	thread, err := box.Enter(ctx, words)
	if err != nil {
		return err
	}
	var first string
	err = d.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return s.Submissions(ctx, flow.SubmissionFilter{Limit: 1}, func(sub intake.Submission) error { first = sub.Submission; return nil })
	})
	if err == nil {
		err = flow.Answer(ctx, d.p.archive, d.founder, first, "سپاس از اعتماد شما. آیا به یاد دارید کدام روز بود؟")
	}
	if err == nil {
		_, err = flow.Sort(ctx, d.p.archive, d.founder, flow.SortRequest{Submission: first, As: intake.InHand, Note: "asked for the day"})
	}
	if err != nil {
		return err
	}
	more, err := thread.Letter(ctx)
	if err != nil {
		return err
	}
	if err := more.Tell(intake.Story{Language: "fa", Fields: []intake.Field{{Name: "what", Value: "سوم آن ماه بود، روز بازار."}}}); err != nil {
		return errors.Join(err, more.Abandon())
	}
	_, err = more.Send(ctx)
	return err
}
