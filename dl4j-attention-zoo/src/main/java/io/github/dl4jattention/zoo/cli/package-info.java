/**
 * The command line, {@code zoo}: the one package that knows all others.
 *
 * <ul>
 *   <li>{@link io.github.dl4jattention.zoo.cli.Zoo}: entry point, exit codes, errors
 *   <li>{@code TrainCommand}, with {@code TrainDatesCommand}; {@code TrainTranslationCommand} and
 *       {@code TrainTransformerCommand}, which are a {@code TextTraining}; {@code
 *       TrainClassifierCommand} and {@code TrainMaskedCommand}, which are an {@code
 *       EncoderTraining}; {@code TrainBehavioursCommand} and {@code TrainCaptionerCommand}
 *   <li>{@code TranslateCommand}, {@code ClassifyCommand}, {@code CaptionCommand}, {@code
 *       EvaluateCommand}, {@code DataCommand}, {@code UiCommand}, {@code SearchCommand}, {@code
 *       ListCommand}, {@code PullCommand}, {@code InfoCommand}, {@code PublishCommand}: one file a
 *       command
 *   <li>{@code StoreOptions}: where models are fetched from; {@code DownloadView}: how far; {@code
 *       ModelRow}: a model in a list, which {@code TrainedRuns} are in, too
 *   <li>{@code RunOptions}, {@code TranslationPairs}, {@code TextTokenOptions} ({@code
 *       TokenOptions}), {@code EpochOptions} ({@code LoopOptions}, of it {@code TransformerLoop}
 *       and {@code CaptionerLoop}), and as {@code ModelFlags} {@code FamilyOptions} or {@code
 *       TransformerOptions}: what trainings are told; {@code HeldOut}: what they are measured on;
 *       {@code Limits}: what numbers may be; {@code EarlierCommand}: what one that goes on was told
 *   <li>{@code TransformerLayerOptions}: what any Transformer is told; {@code TextData}, {@code
 *       EncoderModelOptions} ({@code ClassifierOptions}), {@code EncoderLoop}: what an encoder's
 *       training is told, and {@code EncoderStart}, what it is not; {@code ClassifierMeasure} and
 *       {@code ClassifierReport}: what it came to
 *   <li>{@code BehaviourData}, {@code BehaviourOptions}: what a training on behaviours is told;
 *       {@code BehaviourMeasure}: what it came to
 *   <li>{@code CaptionPhotos}, {@code EncoderOptions}, {@code CaptionerOptions}: what a captioner's
 *       training is told; {@code MeasuredPhotos}, {@code CaptionReport}: what it is measured on
 *   <li>{@code TrainingSession}: a training from its first update to its last
 *   <li>{@code TrainingData}: the pairs a training of dates uses
 *   <li>{@code ProgressView}: a training on the terminal; {@code Observers}: more than one of these
 *   <li>{@code TextAnswers}: what the commands that answer texts do; {@code InputLines}: lines of
 *       standard input, each good or bad by itself
 *   <li>{@code Terminal}, {@code Threads}: what the machine offers
 *   <li>{@code SearchFlags}: how outputs are looked for; {@code LookOptions}: which attention is
 *       shown of them; {@code MeasuredPairs}: what a model is measured on; {@code
 *       EvaluationReport}: with what result
 *   <li>{@code TrialTraining}: a trial of a search, compared by a {@code TrialScore}; {@code
 *       TrialFolders}, {@code TrialTable}, {@code SearchView}: its files and what is shown of it;
 *       {@code TestSet}: what the winner is measured on
 *   <li>{@code DashboardOptions}: whether it is shown in the browser
 *   <li>{@code RunsOption}: where runs are, and which file a model's name means
 * </ul>
 */
package io.github.dl4jattention.zoo.cli;
