package account

import (
	"slices"

	"sanad/internal/ground/fail"
)

// Preferences is how the owner of an account likes the desk. They change what
// is seen and never what is recorded. Empty is what the language or the device
// does by itself.
type Preferences struct {
	Language string `json:"language,omitempty"` // en, fa, ar
	Calendar string `json:"calendar,omitempty"` // gregorian, solar, hijri
	Digits   string `json:"digits,omitempty"`   // latin, persian, arabic
	Text     string `json:"text,omitempty"`     // large, larger
	Contrast string `json:"contrast,omitempty"` // light, dark, high
	Blur     bool   `json:"blur,omitempty"`     // pictures of originals are veiled until asked for
	NoKeys   bool   `json:"no_keys,omitempty"`  // single keys do nothing
}

// Choices gives the values a preference may have besides none, by its name.
func Choices() map[string][]string {
	return map[string][]string{
		"language": {"en", "fa", "ar"},
		"calendar": {"gregorian", "solar", "hijri"},
		"digits":   {"latin", "persian", "arabic"},
		"text":     {"large", "larger"},
		"contrast": {"light", "dark", "high"},
	}
}

// Check refuses what is no choice.
func (p Preferences) Check() error {
	choices := Choices()
	for name, value := range map[string]string{"language": p.Language, "calendar": p.Calendar, "digits": p.Digits, "text": p.Text, "contrast": p.Contrast} {
		if value != "" && !slices.Contains(choices[name], value) {
			return fail.New(fail.Usage, "%q is no choice for the %s of the desk", value, name)
		}
	}
	return nil
}
