package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// glueCrawler starts a crawl and looks at the crawler until it is at rest
// again. A crawler is READY, RUNNING or STOPPING; only one at rest tells how its
// last crawl ended: SUCCEEDED, FAILED or CANCELLED. The sample that AWS gives
// takes STOPPING for ended and then reads the crawl before.
var glueCrawler = Kind{
	Name: "glue_crawler",
	Doc:  "Runs an AWS Glue crawler and waits until the crawl has ended.",
	Args: []Arg{
		{
			Name: "crawler", ASL: "Name", Type: cty.String, Required: true,
			Doc: "Name of the crawler.",
		},
		{
			Name: "if_running", Type: cty.String, Static: true,
			Default: `"wait"`, Enum: []string{"wait", "join", "fail", "skip"},
			Doc: "What happens when the crawler runs already: `wait` lets that crawl end, then crawls; `join` waits " +
				"for that crawl and starts none; `fail` fails with `Glue.CrawlerRunningException`; `skip` counts the " +
				"task as skipped.",
		},
	},
	Modes: []Mode{{
		Await:  "none",
		Call:   Call{Resource: "arn:aws:states:::aws-sdk:glue:startCrawler"},
		Result: cty.EmptyObject,
		Allow:  []Allow{allow(glueCrawlerARN, "glue:StartCrawler")},
	}},
	Poll: &Poll{
		Start: Call{Resource: "arn:aws:states:::aws-sdk:glue:startCrawler", Answer: cty.EmptyObject},
		Look: Call{
			Resource: "arn:aws:states:::aws-sdk:glue:getCrawler",
			Answer:   record(map[string]cty.Type{"Crawler": glueCrawlerState}),
		},
		Every:   30 * time.Second,
		Until:   `result.Crawler.State == "READY" && result.Crawler.LastCrawl.Status == "SUCCEEDED"`,
		Fail:    `result.Crawler.State == "READY" && (result.Crawler.LastCrawl.Status == "CANCELLED" || result.Crawler.LastCrawl.Status == "FAILED")`,
		Error:   "Pipectl.CrawlerFailed",
		Cause:   `result.Crawler.LastCrawl.ErrorMessage != null ? result.Crawler.LastCrawl.ErrorMessage : "the crawl ended as ${result.Crawler.LastCrawl.Status}"`,
		Result:  glueCrawlerState,
		Unwrap:  `result.Crawler`,
		Stop:    &Call{Resource: "arn:aws:states:::aws-sdk:glue:stopCrawler"},
		Busy:    "Glue.CrawlerRunningException",
		BusyArg: "if_running",
		Allow:   []Allow{allow(glueCrawlerARN, "glue:GetCrawler", "glue:StartCrawler", "glue:StopCrawler")},
	},
	Notes: []string{
		"A crawl that fails or is cancelled raises `Pipectl.CrawlerFailed`, with what Glue said as the cause.",
		"A crawler that is stopping counts as running.",
		"With `await = \"none\"` a crawler that runs already raises `Glue.CrawlerRunningException`, whatever `if_running` says.",
	},
	Errors: []string{
		"Glue.CrawlerRunningException",
		"Glue.EntityNotFoundException",
		"Glue.OperationTimeoutException",
		"Pipectl.CrawlerFailed",
	},
	Transient: []string{
		"Glue.GlueException",
		"Glue.OperationTimeoutException",
		"Glue.SdkClientException",
		"Glue.ThrottlingException",
	},
	Example: `task "glue_crawler" "catalog_landing" {
  crawler    = "landing"
  if_running = "join"
}`,
}

const glueCrawlerARN = "arn:{partition}:glue:{region}:{account}:crawler/{crawler}"

var glueCrawlerState = record(map[string]cty.Type{
	"Classifiers":                  texts,
	"Configuration":                cty.String,
	"CrawlElapsedTime":             cty.Number,
	"CrawlerSecurityConfiguration": cty.String,
	"CreationTime":                 cty.String,
	"DatabaseName":                 cty.String,
	"Description":                  cty.String,
	"LakeFormationConfiguration":   whatever,
	"LastCrawl": record(map[string]cty.Type{
		"ErrorMessage":  cty.String,
		"LogGroup":      cty.String,
		"LogStream":     cty.String,
		"MessagePrefix": cty.String,
		"StartTime":     cty.String,
		"Status":        cty.String,
	}),
	"LastUpdated":          cty.String,
	"LineageConfiguration": whatever,
	"Name":                 cty.String,
	"RecrawlPolicy":        whatever,
	"Role":                 cty.String,
	"Schedule":             whatever,
	"SchemaChangePolicy":   whatever,
	"State":                cty.String,
	"TablePrefix":          cty.String,
	"Targets":              whatever,
	"Version":              cty.Number,
})
