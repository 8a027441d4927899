pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch { on = ["any"] } # ERROR: PC0222 "any" takes every error, so no catch after this one could ever count\. Put it last\.
    catch { on = ["timeout"] }
  }
}
