pipeline "p" {
  task "glue_job" "load" {
    job        = "load"
    parameters = { Timout = 10 } # ERROR: PC0121 "glue:startJobRun" takes no "Timout"\. Did you mean "Timeout"\?
  }
  task "lambda" "tell" {
    function   = "tell"
    parameters = { InvocationType = "Later" } # WARNING: PC0311 "Later" is none of the values that are known of "InvocationType" of "lambda:invoke"\. They are "DryRun", "Event" and "RequestResponse"\.
  }
  task "emr_step" "step" {
    cluster    = "j-1"
    command    = ["ls"]
    parameters = { Step = { HadoopJarStep = { Properties = { a = "b" } } } } # ERROR: PC0124 "Properties" of "elasticmapreduce:addStep" is a list, and this is an object\.
  }
  task "glue_crawler" "crawl" {
    crawler    = "landing"
    parameters = { Crawler = "landing" } # ERROR: PC0121 "glue:startCrawler" takes no "Crawler"\. It takes "Name"\.
  }
}
