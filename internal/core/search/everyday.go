package search

import (
	"strings"
	"sync"
)

// everyday tells the words that carry a sentence and no name. They are found as
// they are written but never by their sound: each sounds like some name.
var everyday = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, list := range []string{everydayEnglish, everydayPersian, everydayArabic} {
		for _, word := range strings.Fields(list) {
			all[word] = true
		}
	}
	return all
})

const everydayEnglish = `the a an and or but not no yes of in on at to from by for with without within into onto over under
about above below between among through during before after since until against upon than then there here where when while
who whom whose which what why how this that these those it its he him his she her hers they them their we us our you your
i me my be is am are was were been being have has had having do does did done doing can could may might must shall should
will would let get got go goes went gone come came say says said see seen saw made make makes take took taken give gave given
all any each every both few many more most much other others some such own same so too very just only also even still yet
again once ever never now today day days year years month time man men woman women people one two three four five six seven
eight nine ten first second third last next new old good bad long short high low part page copy number name names date place
state city house work order report letter case out up down off per via as if because though although whether either neither
nor else like unlike near far left right back own mr mrs ms dr sir`

const everydayPersian = `و در به از که این ان را با است برای ان یک خود تا بر هم نیز بود شد شده می نمی کرد کرده کند کنند کردن های ها
هایی اما یا اگر چون پس پیش بعد قبل هر همه هیچ چه چرا کجا کی چند چنین چنان بسیار خیلی کم بیش بیشتر کمتر دیگر دیگری نه اری بله
من تو او ما شما انها ایشان وی مرا تورا بودن بودند باشد باشند نیست نبود نشد شود شوند شدند شدن دارد دارند داشت داشتند داشته
گفت گفته گوید گویند رفت رفته امد امده اورد دهد دهند داد داده دادند گرفت گرفته خواهد خواهند باید نباید توان تواند توانست
سال ماه روز شب ساعت صبح عصر دو سه چهار پنج شش هفت هشت نه ده صد هزار اول دوم سوم اخر بین میان زیر روی بالا پایین جلو پشت
کنار طی ضمن مورد طور نوع بخش صفحه شماره نام تاریخ محل اسم پدر مادر پسر دختر زن مرد نفر کس کسی چیزی همین همان اینکه انکه
وقتی حتی فقط تنها البته زیرا بنابراین ولی لیکن مگر سپس هنوز اکنون حال حالا اینجا انجا بدون علیه توسط دربار درباره`

const everydayArabic = `في من الی عن مع هذا هذه ذلک تلک التی الذی الذین ان انه انها لا ما لم لن قد کان کانت کانوا یکون تکون هو هی هم
نحن انا انت انتم کل بعض غیر بین بعد قبل عند عندما حتی ثم او ام لکن بل اذا اذ لو لقد حیث کما مثل منذ خلال ضد حول دون تحت فوق
امام خلف یوم سنه شهر ساعه عام رقم اسم تاریخ قال قالت یقول تم جدا ایضا فقط هناک هنا کیف متی این لماذا ماذا الیه علیه علیها فیه
فیها منه منها له لها لهم به بها بهم وقد وکان وهو وهی فی`
