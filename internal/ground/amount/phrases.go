package amount

import (
	"strings"
	"sync"

	"sanad/internal/ground/script"
)

// maxWords is the most words that a phrase below has.
const maxWords = 5

// prefixRows are the phrases that bound a number from before it, parted by "|". A
// joiner in Persian words counts as a space, so that both ways stand here.
var prefixRows = []struct{ comparator, phrases string }{
	{Exactly, "exactly|precisely|دقیقاً|درست|بالضبط|تماماً"},
	{About, "about|around|approximately|approx|roughly|circa|c|ca|some|nearly|almost|close to|estimated|an estimated|~|±" +
		"|in the region of|in the order of|on the order of" +
		"|حدود|حدوداً|در حدود|نزدیک به|نزدیک|قریب|قریب به|تقریباً|به تقریب|کمابیش|کم و بیش" +
		"|نحو|حوالي|حوالى|بحوالي|قرابة|زهاء|ما يقارب|يقارب|ما يقرب من|يقرب من|ما يناهز|يناهز|قريب من|قريباً من"},
	{AtLeast, "at least|at the least|at the very least|no fewer than|not fewer than|no less than|not less than|a minimum of|minimum|min|≥|+" +
		"|دست کم|دستکم|دست‌کم|حداقل|حد اقل|لااقل|دست پایین|اقلاً|نه کمتر از|بالغ بر" + // amounting to, or over: the weaker is safe
		"|على الأقل|في الأقل|ما لا يقل عن|لا يقل عن|لا تقل عن|كحد أدنى|بحد أدنى"},
	{MoreThan, "more than|over|above|greater than|exceeding|in excess of|upwards of|>" +
		"|بیش از|بیشتر از|بیش تر از|بالای|افزون بر|متجاوز از" +
		"|أكثر من|ما يزيد على|ما يزيد عن|يزيد على|يزيد عن|تزيد على|تزيد عن|ما يفوق|يفوق|فوق|ما يربو على|يربو على|يتجاوز|تجاوز"},
	{AtMost, "at most|at the most|at the very most|no more than|not more than|up to|a maximum of|maximum|max|as many as|≤" +
		"|حداکثر|حد اکثر|دست بالا|تا|نه بیش از|نه بیشتر از" +
		"|على الأكثر|في الأكثر|لا يزيد على|لا يزيد عن|ما لا يزيد على|ما لا يزيد عن|لا تزيد على|لا يتجاوز|ما لا يتجاوز|كحد أقصى|بحد أقصى|حتى|ما يصل إلى|يصل إلى"},
	{LessThan, "less than|fewer than|under|below|<" +
		"|کمتر از|کم تر از|زیر" +
		"|أقل من|دون|ما دون"},
}

// postfixRows are the phrases that bound a number from behind it or its unit.
var postfixRows = []struct{ comparator, phrases string }{
	{Exactly, "exactly|precisely|بالضبط|تماماً"},
	{About, "or so|or thereabouts|more or less|approximately|odd|- odd|یا همین حدود|تقریباً"},
	{AtLeast, "+|plus|at least|at the least|at the very least|or more|or over|or above|or older|or longer|and more|and over|and above|and older|minimum|min" +
		"|یا بیشتر|یا بیش تر|و بیشتر|به بالا|دست کم|حداقل" +
		"|على الأقل|في الأقل|أو أكثر|أو يزيد|فأكثر|فما فوق|كحد أدنى"},
	{AtMost, "at most|at the most|at the very most|or fewer|or less|or under|or younger|and under|maximum|max" +
		"|یا کمتر|یا کم تر|و کمتر|حداکثر" +
		"|على الأكثر|في الأكثر|أو أقل|فأقل|فما دون|كحد أقصى"},
}

var prefixes = sync.OnceValue(func() map[string]string {
	known := make(map[string]string, 200)
	for _, row := range prefixRows {
		addPhrases(known, row.comparator, row.phrases)
	}
	return known
})

var postfixes = sync.OnceValue(func() map[string]string {
	known := make(map[string]string, 60)
	for _, row := range postfixRows {
		addPhrases(known, row.comparator, row.phrases)
	}
	return known
})

// betweenWords begin a range that "and" parts.
var betweenWords = sync.OnceValue(func() map[string]string {
	known := make(map[string]string, 8)
	addPhrases(known, Between, "between|in between|بین|میان|در میان|ما بين|مابین")
	return known
})

func addPhrases(known map[string]string, comparator, phrases string) {
	for phrase := range strings.SplitSeq(phrases, "|") {
		folded := script.Fold(phrase)
		if folded == "" { // a sign that folding drops
			folded = phrase
		}
		known[folded] = comparator
	}
}
