package reading

import (
	"errors"
	"fmt"

	"sanad/internal/format/content"
	"sanad/internal/format/plain"
)

// attempt reads a document of which the head shows that name reads it. A
// document that is not what it looks like, or too damaged for that, is read as
// what is left: an export as the page it is, a broken JSON as the text it is.
// That it was is told, with what is wrong.
func attempt(name string, src content.Source, opt options, out *content.Gauge, speak *speaker) error {
	all := engines()
	asked := content.Options{Limits: opt.Limits, Password: opt.Password}
	first := within(name, src, opt.Limits)
	if err := speak.record(sayEngine, []byte(first)); err != nil {
		return err
	}
	broken := all[first](src, asked, out)
	for _, engine := range less(name, first) {
		if speak.said || !mayBeLess(broken) {
			return broken
		}
		if err := speak.record(sayEngine, []byte(engine)); err != nil {
			return err
		}
		err := all[engine](src, asked, out)
		if speak.said {
			told := out.Problem(content.Problem{Part: "the document as a whole", Reason: fmt.Sprintf("%v; it was read as %s", broken, shape(engine))})
			return errors.Join(content.Finish(err), told)
		}
	}
	if err := speak.record(sayEngine, []byte(first)); err != nil {
		return err
	}
	return broken
}

// less gives the readers that can make something of a document which first
// can't, the best one first. Formats that are no text without their reader have
// none.
func less(name, first string) (engines []string) {
	switch first {
	case engineTelegram:
		engines = append(engines, name)
	case engineMHTML:
		engines = append(engines, engineMail)
	case engineJSON, engineChat, engineCaption, engineMail, engineEMLX, engineMbox, engineSheet, engineXML, engineSVG:
	default:
		return nil
	}
	return append(engines, enginePlain)
}

// mayBeLess tells damage from what is told as it is: a limit, a password that
// is wanted, and a text that is none.
func mayBeLess(err error) bool {
	var over *content.Limited
	return content.Finish(err) != nil && !errors.Is(err, content.ErrPassword) && !errors.Is(err, plain.ErrNotText) && !errors.As(err, &over)
}

func shape(engine string) string {
	switch engine {
	case engineHTML:
		return "a page of HTML"
	case engineJSON:
		return "JSON"
	case engineMail:
		return "a message"
	}
	return "plain text"
}
