nav-learn = Learn
palette-go-learn = Go to Learn
palette-lesson-leave = Leave lesson

learn-title = Learn Docker by doing
learn-text = Seven short lessons, five to ten minutes each. You click, Docker does it for real, and the equivalent command is next to every click. After the last one, you won’t need this window anymore.

ground-practice = Lessons run on the practice engine
ground-practice-off = Lessons run on a practice engine
ground-practice-text = It’s Slipway’s own engine, with separate storage. Break anything you like: your own images and containers are never touched. It doesn’t need the internet either, because it comes with its images.
ground-real = Lessons run on your own engine
ground-real-away = You chose your own engine, but this is the practice engine
ground-real-text = The lessons pull ubuntu and nginx from Docker Hub, and create containers and images next to your own. Each lesson can be reset, which removes what it created and nothing else.
ground-use-real = Use my own engine instead
ground-to-real = Switch to my own engine
ground-use-practice = Use the practice engine
practice-again = Try again
practice-starting-text = Preparing its storage and practice images. This takes a few seconds.
practice-failed-text = You can do the lessons on your own engine instead.

lesson-heading = { $number }. { $title }
lesson-panel = Lesson { $number }: { $title }
lesson-progress = { $done } of { $all }
lesson-progress-title = Progress
lesson-state-new = Not started
lesson-state-done = Done
lesson-beside = Open next to the screen
lesson-open-new = Start
lesson-open-started = Continue
lesson-open-done = Review
lesson-open-new-of = Start: { $title }
lesson-open-started-of = Continue: { $title }
lesson-open-done-of = Review: { $title }
lesson-start = Start
lesson-loading = Preparing the lesson…
lesson-steps = Lesson steps
lesson-fold = Collapse lesson
lesson-unfold = Expand lesson
lesson-leave = Leave lesson; you can resume it at any time
lesson-resize = Lesson width
lesson-overview = All lessons
lesson-step-done = (done)
lesson-step-open = (to do)
lesson-show = Show me
lesson-form = Fill in the form for me
lesson-build = Build it
lesson-building = Building…
lesson-dockerfile = The Dockerfile
lesson-command = Equivalent command:
lesson-command-inside = Type in the container:
lesson-terminal = Use a terminal instead
lesson-terminal-text = Open a terminal, use the line below once to select the engine, then type the command. The step counts either way.
lesson-confirmed = Done: the engine confirms it.
lesson-here-click = Click here
lesson-here-type = Type here
lesson-here-tick = Select this
lesson-here-choose = Choose here
lesson-here-look = Look here

lesson-several = More than one answer may be right.
lesson-answer = Check answer
lesson-right = Right.
lesson-wrong = Not quite.
lesson-choices-later = The question appears when the previous step is done.
lesson-quiz = Quiz
lesson-quiz-text = You can find the answers about this engine on the engine itself. Feel free to look them up.
lesson-quiz-later =
    { $count ->
        [one] One question, after the steps.
       *[other] { $count } questions, after the steps.
    }
lesson-announce-done = Done: { $title }.
lesson-announce-next = Next: { $title }.
lesson-announce-quiz = All steps are done. Now the quiz.
lesson-announce-finished = Lesson finished.
lesson-finished = Lesson finished
lesson-next = Lesson { $number }: { $title }
lesson-course-done = You’ve finished the whole course.
lesson-reset = Reset lesson…
lesson-repeat = Repeat lesson
reset-lesson-title = Reset this lesson?
reset-lesson-text = These were created in this lesson and still exist. They will be removed in this order:
reset-lesson-rest = Nothing else is touched: everything from before the lesson is kept.
reset-lesson-start = Reset lesson
