package compressed

const bzippedWords = "" +
	"QlpoOTFBWSZTWQxDoeEAAB/Z2gAQQAAAEDYDgCAHhAiyjAAAeCAASGkhiaGZQxGn6oRBoAAAC1eH9rly7qemqsGpOj1bCIR8gIcA" +
	"I2lcnB8v6dwMppxEwC34u5IpwoSAYh0PCA=="
