package fiction

func meetingQuotes(f figures) []Quote {
	original := from(meetingPath, "fa", nil, nil, []Quote{
		{
			Exact: "گرداوند: تا دیشب پرونده {{closed.fa}} نفر بسته شده است.", At: "00:03:12",
			Entity: "event/autumn", Property: "figure", Written: "{{closed.fa}} نفر", Value: "{{closed}}",
			Counts: "files closed", Low: f.closed, High: -1, Says: by("official/gerdavand", "said"),
		},
		{
			Exact: "گواهی فوت را با علت نادرست امضا نمی‌کنم.", At: "00:04:23",
			Entity: "official/dashtvar", Property: "role", Written: "امضا نمی‌کنم", Value: "refused to sign a false death certificate",
			Says: by("official/dashtvar", "said"),
		},
		{
			Exact: "بگویید نامی در دفتر نیست. دفترها را هم بفرستید سیمرود.", At: "00:06:47",
			Entity: "event/registers", Property: "ordered_by", Written: "بفرستید سیمرود", Value: "Kahroban",
			Says: by("official/kahroban", "said"),
		},
		{
			Exact: "فهرست را سه نفر امضا کردیم، من و آقای البرقونی و آقای دژوانی.", At: "00:09:18",
			Entity: "document/signed-list", Property: "author", Written: "من", ValueEntity: "official/kahroban",
			Says: by("official/kahroban", "said"),
		},
		{
			Exact: "من و آقای البرقونی و آقای دژوانی. لازم نیست کس دیگری بداند.", At: "00:09:18",
			Entity: "document/signed-list", Property: "author", Written: "آقای البرقونی", ValueEntity: "official/barquni",
			Says: by("official/kahroban", "said"),
		},
		{
			Exact: "نسخه دومی هم هست، پیش من.", At: "00:09:44",
			Entity: "document/signed-list", Property: "content", Written: "نسخه دومی هم هست", Value: "a second copy is with Dezhvani",
			Says: by("official/dezhvani", "said"),
		},
		{
			Exact: "ریگدان در سنگاب همراهی نمی‌کرد. برزاوند از", At: "00:11:46",
			Entity: "tenure/sangab-barzavand", Property: "holder", Written: "برزاوند", ValueEntity: "official/barzavand",
			Says: by("official/gerdavand", "said"),
		},
		{
			Exact: "برزاوند از بیست و یکم مهر آنجاست و کار پیش می‌رود.", At: "00:11:46",
			Entity: "tenure/sangab-barzavand", Property: "from", Written: "بیست و یکم مهر", Value: "1982-10-13",
			Says: by("official/gerdavand", "said"),
		},
		{
			Exact: "نوار بماند. روزی باید معلوم باشد که این کار دستور داشت.", At: "00:14:11",
			Entity: "event/autumn", Property: "order", Written: "این کار دستور داشت", Value: "there was an order",
			Says: by("official/kahroban", "said"),
		},
	})
	return append(original, from(meetingEnPath, "en", by("official/dashtvar", "said"), []string{Translated}, []Quote{
		{
			Exact: "Then let it stay on this tape that I was against it.", At: "00:14:30",
			Entity: "official/dashtvar", Property: "role", Written: "I was against it", Value: "spoke against it",
		},
	})...)
}

func denialQuotes(f figures) []Quote {
	return from(denialPath, "ar", by("official/karmazi", "denied"), nil, []Quote{
		{
			Exact:  "والعدد كله لا يتجاوز {{denied.ar}}، لا أكثر",
			Entity: "event/autumn", Property: "figure", Written: "لا يتجاوز {{denied.ar}}", Value: "{{denied}}",
			Counts: "deaths", Low: 0, High: f.denied,
		},
		{
			Exact:  "لم يكن هناك خريف للصمت، كان هناك قضاء يعمل",
			Entity: "event/autumn", Property: "status", Written: "لم يكن هناك خريف للصمت", Value: "official_deny",
		},
		{
			Exact:  "لم تنقل أي سجلات من بر السدر، وكل شيء في مكانه",
			Entity: "event/registers", Property: "status", Written: "لم تنقل أي سجلات", Value: "official_deny",
		},
	})
}

func boastQuotes(f figures) []Quote {
	return from(boastPath, "fa", by("official/azarkaman", "said"), nil, []Quote{
		{
			Exact:  "عدد درست {{boasted.fa}} نفر بود و من از گفتنش شرم ندارم",
			Entity: "event/autumn", Property: "figure", Written: "{{boasted.fa}} نفر", Value: "{{boasted}}",
			Counts: "deaths", Low: f.boasted, High: f.boasted,
		},
		{
			Exact:  "آن که گفت {{denied.fa}} نفر، برای روزنامه‌های بیرون گفت",
			Entity: "official/karmazi", Property: "role", Written: "برای روزنامه‌های بیرون گفت", Value: "gave a number for the newspapers abroad",
		},
		{
			Exact:  "بخشنامه دوم مهر را خودم از سیمرود به ساحل بردم، با مهر شورا و با امضا",
			Entity: "official/azarkaman", Property: "role", Written: "خودم از سیمرود به ساحل بردم", Value: "carried the circular to the coast",
		},
		{
			Exact:  "با مهر شورا و با امضا",
			Entity: "document/circular", Property: "body", Written: "مهر شورا", ValueEntity: "organisation/council",
		},
		{
			Exact:  "آقای کهربان رئیس هیئت بود و امروز در دیوان عالی نشسته است",
			Entity: "tenure/board-kahroban", Property: "holder", Written: "آقای کهربان", ValueEntity: "official/kahroban",
		},
	})
}

func clippingQuotes() []Quote {
	return from(clippingPath, "en", by("source/courier", "reported"), nil, []Quote{
		{
			Exact:  "prisoner, Bahman Namakchin, a land surveyor from Mandrud born in 1951.",
			Entity: "person/bahman", Property: "occupation", Written: "land surveyor", Value: "land surveyor",
		},
		{
			Exact:  "nobody in Sangab has been harmed.",
			Entity: "event/autumn", Property: "status", Written: "nobody in Sangab has been harmed", Value: "official_deny",
			Says: by("person/bahman", "read out on television"), Flags: []string{Duress},
		},
		{
			Exact:  "the broadcast noticed a calendar on the wall behind him. It was open at the page of Mehr,",
			Entity: "document/television", Property: "date", Written: "the page of Mehr", Value: "1982-09-23/1982-10-22",
			Flags: []string{Hearsay},
		},
		{
			Exact:  "His family was told on 24 November that he had been moved to another prison.",
			Entity: "person/bahman", Property: "informed", Written: "moved to another prison", Value: "moved to another prison, not named",
			Flags: []string{Hearsay},
		},
		{
			Exact:  "east of the town had been closed to traffic since the middle of October.",
			Entity: "site/mulberry-terrace", Property: "access", Written: "since the middle of October", Value: "road closed since 1982-10~",
			Flags: []string{Hearsay, Anonymous},
		},
	})
}

func burialQuotes() []Quote {
	return from(burialPath, "en", by("source/surveyor", "wrote"), []string{Anonymous}, []Quote{
		{
			Exact:  "Position approximately 14.21 N, 61.73 E, read off a map at",
			Entity: "site/mulberry-terrace", Property: "location", Written: "14.21 N, 61.73 E", Value: "14.21, 61.73 ±2000 m",
		},
		{
			Exact:  "On 18 May 1986 the lower terrace had been levelled and planted with",
			Entity: "site/mulberry-terrace", Property: "damage", Written: "18 May 1986", Value: "levelled and planted as seen on 1986-05-18",
		},
		{
			Exact:  "came to the terrace on three nights in the middle of October 1982.",
			Entity: "event/terrace-nights", Property: "description", Written: "on three nights in the middle of October 1982", Value: "lorries came on three nights, 1982-10~",
			Says: by("source/shepherd", "said"), Flags: []string{Hearsay},
		},
		{
			Exact:  "the family was given 13 October 1982 as the date.",
			Entity: "person/hadi", Property: "death_date", Written: "13 October 1982", Value: "1982-10-13",
			Says: by("source/sister-of-hadi", "said"), Flags: []string{Hearsay},
		},
	})
}

func gazetteQuotes() []Quote {
	return from(gazettePath, "fa", by("source/gazette", "announced"), nil, []Quote{
		{
			Exact:  "۲۰ مهر ۱۳۶۱",
			Entity: "tenure/sangab-rigdan", Property: "to", Written: "۲۰ مهر ۱۳۶۱", Value: "1982-10-12",
		},
		{
			Exact:  "۲۱ مهر ۱۳۶۱",
			Entity: "tenure/sangab-barzavand", Property: "from", Written: "۲۱ مهر ۱۳۶۱", Value: "1982-10-13",
		},
		{
			Exact:  "۱۳ آبان ۱۳۶۱",
			Entity: "tenure/health-dashtvar", Property: "to", Written: "۱۳ آبان ۱۳۶۱", Value: "1982-11-04",
		},
	})
}
