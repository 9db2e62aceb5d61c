"""The page of tfgan-demo, as Hugging Face Spaces start it."""

import sys

from tfgan_zoo.scripts import demo

sys.argv[1:1] = ["--host=0.0.0.0", "--port=7860"]
demo.run()
