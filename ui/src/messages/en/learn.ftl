nav-learn = Learn
palette-go-learn = Go to Learn
palette-lesson-leave = Leave the lesson

learn-title = Learn Docker by doing
learn-text = Seven short lessons, five to ten minutes each. You click, Docker does it for real, and beside every click is the command that does the same. After the last one you no longer need this window.

ground-practice = Lessons run on the practice engine
ground-practice-off = Lessons run on a practice engine
ground-practice-text = It is an engine of Slipway’s own with its own storage. Break what you like: your own images and containers are never touched. It needs no internet either; its images come with it.
ground-real = Lessons run on your own engine
ground-real-away = You chose your own engine, but this is the practice engine
ground-real-text = The lessons pull ubuntu and nginx from Docker Hub and make containers and images among your own. Each lesson can put back what it made, and only that.
ground-use-real = Use my own engine instead
ground-to-real = Go to my own engine
ground-use-practice = Use the practice engine
practice-again = Try again
practice-starting-text = It is preparing its storage and its practice images. This takes a few seconds.
practice-failed-text = You can do the lessons on your own engine instead.

lesson-heading = { $number }. { $title }
lesson-panel = Lesson { $number }: { $title }
lesson-progress = { $done } of { $all }
lesson-how-far = How far you are
lesson-state-new = Not started
lesson-state-done = Done
lesson-beside = Open beside the screen
lesson-open-new = Begin
lesson-open-begun = Continue
lesson-open-done = Look again
lesson-open-new-of = Begin: { $title }
lesson-open-begun-of = Continue: { $title }
lesson-open-done-of = Look again: { $title }
lesson-begin = Begin
lesson-loading = The lesson is being prepared…
lesson-steps = The lesson’s steps
lesson-fold = Fold the lesson
lesson-unfold = Unfold the lesson
lesson-leave = Leave the lesson; it can be resumed at any time
lesson-resize = Width of the lesson
lesson-overview = All lessons
lesson-step-done = (done)
lesson-step-open = (still to do)
lesson-show = Show me
lesson-form = Fill in the form for me
lesson-build = Build it
lesson-building = Building…
lesson-dockerfile = The Dockerfile
lesson-command = The same as a command:
lesson-command-inside = Type inside the container:
lesson-terminal = Type it in a terminal instead
lesson-terminal-text = Open a terminal, tell it once which engine is meant with the line below, then type the command. The step counts either way.
lesson-seen = Done: the engine shows it.
lesson-here-click = Click here
lesson-here-type = Type here
lesson-here-tick = Tick this
lesson-here-choose = Choose here
lesson-here-look = Look here

lesson-several = More than one may be right.
lesson-answer = Check my answer
lesson-right = Right.
lesson-wrong = Not quite.
lesson-choices-later = The question is asked once the step before it is done.
lesson-quiz = Quiz
lesson-quiz-text = What is asked about this engine can be found on it. Please do look it up.
lesson-quiz-later =
    { $count ->
        [one] One question, once the steps are done.
       *[other] { $count } questions, once the steps are done.
    }
lesson-told-done = Done: { $title }.
lesson-told-next = Next: { $title }.
lesson-told-quiz = All steps are done. Now the quiz.
lesson-told-finished = The lesson is finished.
lesson-finished = Lesson finished
lesson-next = Lesson { $number }: { $title }
lesson-course-done = That was the whole course.
lesson-put-back = Put it back as it was…
lesson-repeat = Repeat the lesson
put-back-title = Put it back as it was?
put-back-text = These were made in this lesson and are still there. They will be removed in this order:
put-back-rest = Nothing else is touched: what was there before the lesson stays.
put-back-start = Put it back
