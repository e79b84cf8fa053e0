package position

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// precisionAt finds what is said of the precision at the end of a text.
var precisionAt = regexp.MustCompile(`(?i)[\s,;(]*(?:±|\+/-|\+-|\b(?:to|within|accuracy(?: of)?|precision(?: of)?)\b:?|(?:با دقت|دقت|به دقت|تا|بدقة|دقة|في حدود|إلى|الى))\s*([0-9][0-9.,٬]*)\s*(\p{L}+)\.?\s*\)?$`)

// grouped is a number that may have its thousands parted.
var grouped = regexp.MustCompile(`^([0-9]+|[0-9]{1,3}([,٬][0-9]{3})+)(\.[0-9]+)?$`)

// maxPrecision is half the way round the earth, in metres.
const maxPrecision = 20_040_000

// cutPrecision takes the precision off the end of a text, in metres. A sign
// of one that can't be read is an error: without it the place would seem exact.
func cutPrecision(text string) (rest string, metres float64, err error) {
	found := precisionAt.FindStringSubmatchIndex(text)
	if found == nil {
		if strings.ContainsAny(text, "±") {
			return "", 0, fmt.Errorf("the precision in %q is not read: end with a number of metres or kilometres, as in \"±500 m\"", text)
		}
		return text, 0, nil
	}
	number, unit := text[found[2]:found[3]], text[found[4]:found[5]]
	factor := metresIn(unit)
	if factor == 0 {
		return "", 0, fmt.Errorf("%q is no unit of a precision that is read: give metres (m) or kilometres (km)", unit)
	}
	if !grouped.MatchString(number) {
		return "", 0, fmt.Errorf("the precision %q may be read in two ways: write it plainly, as in \"1500 m\"", number)
	}
	metres, err = strconv.ParseFloat(strings.NewReplacer(",", "", "٬", "").Replace(number), 64)
	metres *= factor
	if err != nil || !(metres > 0) || metres > maxPrecision {
		return "", 0, fmt.Errorf("the precision %s %s is none: give metres above 0, up to half the way round the earth", number, unit)
	}
	return strings.TrimSpace(text[:found[0]]), metres, nil
}

func metresIn(unit string) float64 {
	switch strings.ToLower(unit) {
	case "m", "metre", "metres", "meter", "meters", "متر", "م", "أمتار", "مترا", "متراً":
		return 1
	case "km", "kilometre", "kilometres", "kilometer", "kilometers", "کیلومتر", "كيلومتر", "کم", "كم", "كيلومترات", "كيلومترا":
		return 1000
	}
	return 0
}
